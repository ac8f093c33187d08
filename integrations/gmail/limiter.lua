-- Takes units and a place for a request, or takes nothing and says how long to wait and for what. Atomic.
--
-- KEYS  1 the mailbox's pause   2 its minute   3 the project's minute   4 the project's day   5 the mailbox's day
--       6 its cap of parts at once   7 its requests on their way   8 its lanes that wait   9 everybody's pause
--       10 the rest of its bulk work   11 the rest of everybody's
-- ARGV  1 units   2 parts   3 lane, the lowest the most urgent   4 the mailbox's limit a minute   5 the project's
--       6 the project's limit a day   7 milliseconds until that day ends   8 a minute   9 what is counted together
--       10 the request's name, ending in its parts   11 milliseconds that it may take   12 parts at once, until the cap says less
--       13 "1" where it is bulk work   14 "1" where it may go beyond the mailbox's minute, to see what Gmail says
-- Returns {milliseconds to wait, why, what the units were counted with}: {0, '', …} where everything was taken.

local units, parts, lane = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local minute, bucket = tonumber(ARGV[8]), tonumber(ARGV[9])
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)

local function in_minute(key, limit)
    local buckets, spent = {}, 0
    local stored = redis.call('HGETALL', key)
    for i = 1, #stored, 2 do
        local free = (tonumber(stored[i]) + 1) * bucket + minute
        if free <= now then
            redis.call('HDEL', key, stored[i])
        else
            local count = tonumber(stored[i + 1])
            spent = spent + count
            table.insert(buckets, {free, count})
        end
    end
    table.sort(buckets, function(a, b) return a[1] < b[1] end)
    for _, one in ipairs(buckets) do
        if spent + units <= limit then break end
        spent = spent - one[2]
        if spent + units <= limit then return one[1] - now end
    end
    return 0
end

local function on_their_way()
    redis.call('ZREMRANGEBYSCORE', KEYS[7], '-inf', now)
    local sum = 0
    for _, name in ipairs(redis.call('ZRANGE', KEYS[7], 0, -1)) do
        sum = sum + tonumber(string.match(name, ':(%d+)$'))
    end
    return sum
end

local function must_wait()
    local paused = math.max(redis.call('PTTL', KEYS[1]), redis.call('PTTL', KEYS[9]))
    if ARGV[13] == '1' then
        paused = math.max(paused, redis.call('PTTL', KEYS[10]), redis.call('PTTL', KEYS[11]))
    end
    if paused > 0 then return paused, 'paused' end
    local waiting = redis.call('HGETALL', KEYS[8])
    for i = 1, #waiting, 2 do
        if tonumber(waiting[i]) < lane and tonumber(waiting[i + 1]) > now then return bucket, 'lane' end
    end
    local today = tonumber(redis.call('HGET', KEYS[4], 'total') or 0)
    if today + units > tonumber(ARGV[6]) then return tonumber(ARGV[7]), 'day' end
    local user, project = in_minute(KEYS[2], tonumber(ARGV[4])), in_minute(KEYS[3], tonumber(ARGV[5]))
    if ARGV[14] == '1' then user = 0 end
    if user > 0 or project > 0 then return math.max(user, project), 'minute' end
    local flying = on_their_way()
    local cap = math.min(tonumber(redis.call('GET', KEYS[6]) or ARGV[12]), tonumber(ARGV[12]))
    if flying > 0 and flying + parts > cap then return bucket, 'concurrent' end
    return 0, ''
end

local wait, why = must_wait()
if wait > 0 then
    if why ~= 'lane' then
        redis.call('HSET', KEYS[8], lane, now + wait + 4 * bucket)
        redis.call('PEXPIRE', KEYS[8], 2 * minute)
    end
    return {wait, why, 0}
end
redis.call('HDEL', KEYS[8], lane)
local place = math.floor(now / bucket)
for _, key in ipairs({KEYS[2], KEYS[3]}) do
    redis.call('HINCRBY', key, place, units)
    redis.call('PEXPIRE', key, minute + 2 * bucket)
end
for _, key in ipairs({KEYS[4], KEYS[5]}) do
    redis.call('HINCRBY', key, 'total', units)
    redis.call('HINCRBY', key, 'lane:' .. lane, units)
    redis.call('PEXPIRE', key, tonumber(ARGV[7]) + 86400000)
end
redis.call('ZADD', KEYS[7], now + tonumber(ARGV[11]), ARGV[10])
redis.call('PEXPIRE', KEYS[7], tonumber(ARGV[11]))
return {0, '', place}

-- Takes a place for a call of one source, or takes nothing and says how long to wait. Atomic.
--
-- KEYS  1 the calls of late   2 those on their way   3 the user's of those
-- ARGV  1 the call's name   2 milliseconds that it may take   3 calls at once   4 the user's calls at once
--       5 milliseconds until another look where all places are taken   6, 7 … calls, and the milliseconds that these are in
-- Returns milliseconds to wait; 0: the place is taken.

local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local wait, longest = 0, 0

for i = 6, #ARGV, 2 do
    local most, window = tonumber(ARGV[i]), tonumber(ARGV[i + 1])
    longest = math.max(longest, window)
    local oldest = redis.call('ZREVRANGE', KEYS[1], most - 1, most - 1, 'WITHSCORES')
    if oldest[2] then wait = math.max(wait, tonumber(oldest[2]) + window - now) end
end
for i = 2, 3 do
    redis.call('ZREMRANGEBYSCORE', KEYS[i], '-inf', now)
    if redis.call('ZCARD', KEYS[i]) >= tonumber(ARGV[i + 1]) then wait = math.max(wait, tonumber(ARGV[5])) end
end
if wait > 0 then return wait end

redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now - longest)
redis.call('ZADD', KEYS[1], now, ARGV[1])
redis.call('PEXPIRE', KEYS[1], longest)
for i = 2, 3 do
    redis.call('ZADD', KEYS[i], now + tonumber(ARGV[2]), ARGV[1])
    redis.call('PEXPIRE', KEYS[i], ARGV[2])
end
return 0

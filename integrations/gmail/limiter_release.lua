-- A request is answered. Google has counted it by now, at some moment since it was let through: its units leave the
-- minute a minute from now, not from then, so that however slow it was, no minute of Google's holds too much.
--
-- KEYS  1 the mailbox's minute   2 the project's minute   3 the mailbox's requests on their way   4 its cap
--       5 its refusals in a row   6 everybody's   7 the pace at which its bulk work begins again
-- ARGV  1 units   2 what they were counted with   3 milliseconds that are counted together   4 the request's name
--       5 "1" where its batch was as full as it may be: the next may have one part more
--       6 units that were refused: Google does not count them   7 "1" where bulk work was served   8 the highest pace

local time = redis.call('TIME')
local place = math.floor((time[1] * 1000 + math.floor(time[2] / 1000)) / tonumber(ARGV[3]))
for _, key in ipairs({KEYS[1], KEYS[2]}) do
    if redis.call('HEXISTS', key, ARGV[2]) == 1 then
        redis.call('HINCRBY', key, place, tonumber(ARGV[1]) - tonumber(ARGV[6]))
        redis.call('HINCRBY', key, ARGV[2], -ARGV[1])
    end
end
redis.call('ZREM', KEYS[3], ARGV[4])
if ARGV[5] == '1' and redis.call('EXISTS', KEYS[4]) == 1 then redis.call('INCR', KEYS[4]) end
if ARGV[7] == '1' then
    for _, key in ipairs({KEYS[5], KEYS[6]}) do
        local refused = tonumber(redis.call('GET', key) or 0)
        if refused > 1 then redis.call('SET', key, math.floor(refused / 2), 'KEEPTTL') else redis.call('DEL', key) end
    end
    local pace = tonumber(redis.call('GET', KEYS[7]) or 0)
    if 2 * pace >= tonumber(ARGV[8]) then
        redis.call('DEL', KEYS[7])
    elseif pace > 0 then
        redis.call('SET', KEYS[7], 2 * pace, 'KEEPTTL')
    end
end

-- A request is answered. Google has counted it by now, at some moment since it was let through: its units leave the
-- minute a minute from now, not from then, so that however slow it was, no minute of Google's holds too much.
--
-- KEYS  1 the mailbox's minute   2 the project's minute   3 the mailbox's requests on their way   4 its cap
-- ARGV  1 units   2 what they were counted with   3 milliseconds that are counted together   4 the request's name
--       5 "1" where its batch was as full as it may be: the next may have one part more

local time = redis.call('TIME')
local place = math.floor((time[1] * 1000 + math.floor(time[2] / 1000)) / tonumber(ARGV[3]))
for _, key in ipairs({KEYS[1], KEYS[2]}) do
    if redis.call('HEXISTS', key, ARGV[2]) == 1 then
        redis.call('HINCRBY', key, place, ARGV[1])
        redis.call('HINCRBY', key, ARGV[2], -ARGV[1])
    end
end
redis.call('ZREM', KEYS[3], ARGV[4])
if ARGV[5] == '1' and redis.call('EXISTS', KEYS[4]) == 1 then redis.call('INCR', KEYS[4]) end

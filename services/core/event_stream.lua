-- Adds events to a user's stream and rings for whoever reads it.
-- KEYS: the stream. ARGV: channel, user, events kept, seconds kept, then number and event of each.
-- An event's number is its place: one that was added before is refused by Redis itself, and that is well.
local added = 0
for i = 5, #ARGV, 2 do
    local reply = redis.pcall('XADD', KEYS[1], 'MAXLEN', '~', ARGV[3], ARGV[i] .. '-0', 'event', ARGV[i + 1])
    if type(reply) == 'table' and reply.err then
        if not string.find(reply.err, 'equal or smaller', 1, true) then
            return reply
        end
    else
        added = added + 1
    end
end
redis.call('EXPIRE', KEYS[1], ARGV[4])
if added > 0 then
    redis.call('PUBLISH', ARGV[1], ARGV[2])
end
return added

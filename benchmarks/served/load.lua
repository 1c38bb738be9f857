-- For wrk: one query after the other, none of them twice in a run unless that is what is asked for.
--
-- wrk … URL -- PATH HIGHEST TAG
--   PATH     what is asked for: @ where a number is to stand, and | where the query ends, for a
--            comment that is another one each time
--   HIGHEST  the number is 1 to this; 0: it is always 1 and the query always the same
--   TAG      differs from run to run

local threads = 0

function setup(thread)
  thread:set("number", threads)
  threads = threads + 1
end

local before, between, after, highest, tag
local asked = 0

function init(arguments)
  before, between, after = arguments[1]:match("^(.-)@(.-)|(.*)$")
  highest = tonumber(arguments[2])
  tag = "%23" .. arguments[3] .. "-" .. number .. "-"
  math.randomseed(number + 1)
  wrk.headers["Accept"] = "application/sparql-results+json"
end

function request()
  local path
  if highest == 0 then
    path = before .. "1" .. between .. after
  else
    asked = asked + 1
    path = before .. math.random(highest) .. between .. tag .. asked .. after
  end
  return wrk.format("GET", path)
end

function done(summary, latency, _requests)
  io.write(string.format(
    'FIGURES {"requests": %d, "bytes": %d, "microseconds": %d, "p50": %d, "p99": %d, "failed": %d}\n',
    summary.requests, summary.bytes, summary.duration,
    latency:percentile(50), latency:percentile(99),
    summary.errors.connect + summary.errors.read + summary.errors.write
      + summary.errors.status + summary.errors.timeout))
end

-- How does wrk ask? POST /get-online-features for random keys. Arguments: keys a request, keys there are.
local each, total, features

function init(args)
  each, total = tonumber(args[1]), tonumber(args[2])
  local names = {}
  for i = 0, 9 do names[#names + 1] = '"bench:f' .. i .. '"' end
  features = '{"features":[' .. table.concat(names, ",") .. '],"entities":{"id":['
  math.randomseed(7)
end

function request()
  local ids = {}
  for i = 1, each do ids[i] = math.random(0, total - 1) end
  local body = features .. table.concat(ids, ",") .. "]}}"
  return wrk.format("POST", "/get-online-features", { ["Content-Type"] = "application/json" }, body)
end

function done(summary, latency, _)
  local failed = summary.errors.status + summary.errors.connect + summary.errors.read + summary.errors.timeout
  local rate = summary.requests / summary.duration * 1e6
  local form = 'load={"p50":%.4f,"p99":%.4f,"rate":%.1f,"requests":%d,"failed":%d}\n'
  io.write(string.format(form, latency:percentile(50) / 1e3, latency:percentile(99) / 1e3, rate, summary.requests, failed))
end

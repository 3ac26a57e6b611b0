// Access logs of Amazon API Gateway in JSON. They contain $context variables under names that the owner of
// the log has chosen (API Gateway Developer Guide, "Variables for access logging for API Gateway"):
// requestTimeEpoch or requestTime, integrationLatency or responseLatency in milliseconds, routeKey or
// httpMethod and resourcePath, status, requestId. The instant in the log is the arrival of the request.
#include <fmt/format.h>

#include "models/import/access_words.hpp"
#include "models/import/report_line.hpp"

namespace curtain {
namespace {

AccessFit read_api_gateway_object(JsonView object, AccessRecord& record) {
  const JsonView epoch = find_plain(object, {"requesttimeepoch"});
  const JsonView when = epoch ? epoch : find_plain(object, {"requesttime", "time", "timestamp"});
  if (!when) {
    return record.fail(Trouble::no_time, "there is no requestTimeEpoch and no requestTime");
  }
  const auto time = time_of(when, record);
  if (!time) {
    return AccessFit::broken;
  }
  const JsonView integration =
      find_plain(object, {"integrationlatency", "contextintegrationlatency", "integrationlatencyms"});
  if (integration && integration.text() == "-") {
    return AccessFit::answered;
  }
  const JsonView response =
      find_plain(object, {"responselatency", "responselatencyms", "latency", "latencyms"});
  const JsonView latency = integration && !integration.text().empty() ? integration : response;
  LoggedInvocation& invocation = record.invocation;
  if (latency && !latency.text().empty() && latency.text() != "-") {
    std::int64_t ns = 0;
    if (!read_milliseconds(latency.text(), latency.key(), ns, record.problem)) {
      return AccessFit::broken;
    }
    invocation.duration = ns;
  }
  if (const JsonView key = find_plain(object, {"routekey"})) {
    record.function = key.text();
  } else {
    record.function = route_of(find_plain(object, {"httpmethod", "method"}).text(),
                               find_plain(object, {"resourcepath", "path", "uri"}).text());
  }
  invocation.function = record.function;
  invocation.arrival = invocation.told = time->ns;
  invocation.status = find_plain(object, {"status", "statuscode"}).text();
  invocation.request = find_plain(object, {"requestid", "extendedrequestid"}).text();
  invocation.tenant = find_plain(object, {"accountid"}).text();
  return AccessFit::read;
}

}  // namespace

const AccessLayout& access_api_gateway() {
  static const AccessLayout layout{"API Gateway in JSON",
                                   nullptr,
                                   read_api_gateway_object,
                                   {{"requesttimeepoch"},
                                    {"requesttime", "routekey"},
                                    {"requesttime", "httpmethod"},
                                    {"requesttime", "resourcepath"},
                                    {"requesttime", "status"},
                                    {"requesttime", "integrationlatency"},
                                    {"requesttime", "responselatency"},
                                    {"time", "integrationlatency"},
                                    {"timestamp", "integrationlatency"},
                                    {"time", "responselatency"},
                                    {"timestamp", "responselatency"},
                                    {"time", "latencyms", "status"},
                                    {"timestamp", "latencyms", "status"}}};
  return layout;
}

}  // namespace curtain

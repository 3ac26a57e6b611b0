// Tests of the default access logs of Envoy and Istio.
#include <string>

#include "tests/import/import_support.hpp"

using curtain::Trouble;
using support::kMillisecond;
using support::kNoon;
using support::ReadLog;

namespace {

const std::string kEnvoyLine =
    R"([2023-04-09T12:01:02.345Z] "POST /api/v1/locations?x=1 HTTP/2" 204 - 154 0 226 100 "10.0.35.28" "nsq2http" "cc21d9b0-cf5c-432b-8c7e-98aeb7988cd2" "locations" "tcp://10.0.2.1:80")";
const std::string kIstioLine =
    R"([2023-04-09T12:01:02.345Z] "GET /status/418 HTTP/1.1" 418 - via_upstream - "-" 0 135 4 3 "-" "curl/8.1" "84961386-6d84-929d-98bd-c5aee93b5c88" "httpbin:8000" "127.0.0.1:80" inbound|8000|| 127.0.0.1:41854 10.44.1.27:80 10.44.1.23:37652 outbound_.8000_._.httpbin.foo.svc.cluster.local default)";

}  // namespace

TEST_CASE("Lines of Envoy and Istio contain the time of the beginning and a duration in milliseconds") {
  const ReadLog log("access-log", kEnvoyLine + "\n" + kIstioLine + "\n2023-04-09T12:01:02.600Z stdout F " +
                                      kEnvoyLine + "\n");
  REQUIRE(log.all().size() == 3);
  CHECK(log.all()[0].function == "POST /api/v1/locations");
  CHECK(log.all()[0].status == "204");
  CHECK(log.all()[0].request == "cc21d9b0-cf5c-432b-8c7e-98aeb7988cd2");
  CHECK(log.all()[0].times.arrival == kNoon);
  CHECK(log.all()[0].times.duration == 226 * kMillisecond);
  CHECK(log.all()[1].function == "GET /status/418");
  CHECK(log.all()[1].times.duration == 4 * kMillisecond);
  CHECK(log.all()[1].times.arrival == kNoon);
  CHECK(log.all()[2].times.duration == 226 * kMillisecond);
}

TEST_CASE("Lines of Istio in JSON are read, with missing values") {
  const std::string object =
      R"({"start_time":"2023-04-09T12:01:02.345Z","method":"GET","path":"/a?b=\"c\"","protocol":"HTTP/1.1","response_code":503,"response_flags":"-","duration":4,"bytes_sent":0,"request_id":"-","upstream_host":"10.0.0.1:80"})";
  std::string missing = object;
  missing.replace(missing.find(":4,"), 3, ":null,");
  std::string text = object;
  text.replace(text.find(":4,"), 3, R"(:"4",)");
  const ReadLog log("access-log", object + "\n" + missing + "\n" + text + "\n");
  REQUIRE(log.all().size() == 3);
  CHECK(log.all()[0].function == "GET /a");
  CHECK(log.all()[0].status == "503");
  CHECK(log.all()[0].request.empty());
  CHECK(log.all()[0].times.duration == 4 * kMillisecond);
  CHECK_FALSE(log.all()[1].times.duration);
  CHECK(log.all()[2].times.duration == 4 * kMillisecond);
}

TEST_CASE("TCP connections and requests without a route are not invocations") {
  std::string tcp = kEnvoyLine;
  tcp.replace(tcp.find("POST"), std::string("POST /api/v1/locations?x=1 HTTP/2").size(), "- - -");
  std::string no_route = kEnvoyLine;
  no_route.replace(no_route.find("204 -"), 5, "404 NR");
  no_route.replace(no_route.find("tcp://10.0.2.1:80"), 17, "-");
  std::string reset = kEnvoyLine;  // a response flag of a request that was forwarded
  reset.replace(reset.find("204 -"), 5, "0 DC");
  ReadLog log("access-log", tcp + "\n" + no_route + "\n" + reset + "\n");
  CHECK(log.all().size() == 1);
  CHECK(log.counts().not_passed_on == 1);
  CHECK(log.counts().others == 2);
}

TEST_CASE("An Envoy line that is truncated at any position is broken") {
  for (const std::string& whole : {kEnvoyLine, kIstioLine}) {
    const std::string two = whole + "\n" + whole + "\n";
    const std::size_t last = whole.rfind(' ');
    for (std::size_t size = whole.find('"'); size < last; size += 3) {
      INFO(whole.substr(0, size));
      const ReadLog log("access-log", two + whole.substr(0, size) + "\n");
      CHECK(log.all().size() == 2);
      CHECK(log.broken().size() == 1);
    }
  }
}

// Tests of the default format of ingress-nginx.
#include <string>

#include "tests/import/import_support.hpp"

using curtain::Trouble;
using support::kMillisecond;
using support::ReadLog;

namespace {

const std::string kIngressStart =
    R"(2001:db8::7 - - [09/Apr/2023:12:01:02 +0000] "POST /function/resize?w=2 HTTP/2.0" 200 12 "-" "curl/8.1" 180 0.345 [gateway-8080] )";
constexpr std::int64_t kIngressEnd = 1'681'041'662'000 * kMillisecond;

}  // namespace

TEST_CASE("An ingress-nginx line has the duration in its seventh word") {
  const std::string id = "5f0c1e2d3c4b5a69788796a5b4c3d2e1";
  for (const std::string& end : {"[] 10.1.2.3:8080 12 0.344 200 " + id, "10.1.2.3:8080 12 0.344 200 " + id,
                                 "[] 10.1.2.3:8080, 10.1.2.4:8080 0, 12 0.100, 0.245 502, 200 " + id,
                                 "[] 10.1.2.3:8080 : 10.1.2.4:8080 0 : 12 0.100 : 0.245 502 : 200 " + id}) {
    INFO(end);
    const ReadLog log("access-log", kIngressStart + end + "\n");
    REQUIRE(log.all().size() == 1);
    CHECK(log.all()[0].function == "POST /function/resize");
    CHECK(log.all()[0].status == "200");
    CHECK(log.all()[0].request == id);
    CHECK(log.all()[0].times.duration == 345 * kMillisecond);
    CHECK(log.all()[0].times.arrival == kIngressEnd - 345 * kMillisecond);
  }
}

TEST_CASE("An ingress-nginx line that is truncated at any position is broken") {
  const std::string whole = kIngressStart + "[] 10.1.2.3:8080 12 0.344 200 5f0c1e2d3c4b5a69788796a5b4c3d2e1";
  const std::string three = whole + "\n" + whole + "\n" + whole + "\n";
  for (std::size_t size = whole.find("\"POST"); size < whole.size() - 33; size += 3) {
    INFO(whole.substr(0, size));
    const ReadLog log("access-log", three + whole.substr(0, size) + "\n");
    CHECK(log.all().size() == 3);
    CHECK(log.broken().size() == 1);
  }
}

TEST_CASE("A request that nginx answered itself has no upstream") {
  ReadLog log("access-log", kIngressStart + "[] - - - - 5f0c1e2d3c4b5a69788796a5b4c3d2e1\n");
  CHECK(log.all().empty());
  CHECK(log.counts().not_passed_on == 1);
}

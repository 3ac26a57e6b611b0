// Tests of requests of Application Insights.
#include <string>

#include "tests/import/import_support.hpp"

using curtain::Trouble;
using support::kNoon;
using support::ReadLog;

namespace {

void check_request(const ReadLog& log) {
  REQUIRE(log.all().size() == 1);
  CHECK(log.all()[0].function == "Resize");
  CHECK(log.all()[0].tenant == "pictures");
  CHECK(log.all()[0].status == "200");
  CHECK(log.all()[0].request == "8f1");
  CHECK(log.all()[0].times.arrival == kNoon);
  CHECK(log.all()[0].times.duration == 23'417'700);
}

}  // namespace

TEST_CASE("Requests in CSV are read, under the names of either table and in any order") {
  for (const std::string text :
       {"timestamp,id,name,success,resultCode,duration,operation_Name,cloud_RoleName,itemType\n"
        "2023-04-09T12:01:02.345Z,8f1,Resize,True,200,23.4177,Resize,pictures,request\n",
        "\"timestamp [UTC]\",id,name,success,resultCode,duration,cloud_RoleName\n"
        "\"4/9/2023, 12:01:02.345 PM\",8f1,Resize,True,200,23.4177,pictures\n",
        "AppRoleName,ResultCode,Success,DurationMs,Name,\"TimeGenerated [UTC]\",Id\n"
        "pictures,200,True,23.4177,Resize,2023-04-09T12:01:02.345Z,8f1\n",
        "timestamp,id,name,success,resultCode,duration,cloud_RoleName\n"
        "2023-04-09T12:01:02.3450000Z,8f1,Resize,True,200,00:00:00.0234177,pictures\n"}) {
    INFO(text);
    ReadLog log("app-insights", text);
    check_request(log);
    CHECK(log.counts().no_zone == 0);
    const support::TemporaryFolder folder;
    CHECK(curtain::guess_log_kind(folder.write("a", text))->name == "app-insights");
  }
}

TEST_CASE("Requests in JSON are read in the form of each tool") {
  for (
      const std::string text :
      {R"({"tables":[{"name":"PrimaryResult","columns":[{"name":"timestamp"},{"name":"id"},{"name":"name"},{"name":"success"},{"name":"resultCode"},{"name":"duration"},{"name":"cloud_RoleName"}],"rows":[["2023-04-09T12:01:02.345Z","8f1","Resize","True","200",23.4177,"pictures"]]}]})",
       R"([{"timestamp":"2023-04-09T12:01:02.345Z","id":"8f1","name":"Resize","success":"True","resultCode":"200","duration":23.4177,"operation_Name":"Resize","cloud_RoleName":"pictures"}])",
       R"({"records":[{"time":"2023-04-09T12:01:02.345Z","Type":"AppRequests","Id":"8f1","Name":"Resize","Success":true,"ResultCode":"200","DurationMs":23.4177,"AppRoleName":"pictures"},{"time":"2023-04-09T12:01:02.345Z","Type":"AppDependencies","Name":"x","DurationMs":1}]})",
       R"({"request":[{"id":"8f1","name":"Resize","count":1,"responseCode":200,"success":true,"durationMetric":{"value":234177.0}}],"context":{"data":{"eventTime":"2023-04-09T12:01:02.345Z"},"cloud":{"roleName":"pictures"}}})"}) {
    INFO(text);
    check_request(ReadLog("app-insights", text));
    const support::TemporaryFolder folder;
    CHECK(curtain::guess_log_kind(folder.write("a", text))->name == "app-insights");
  }
}

TEST_CASE("Requests exported with few columns are read") {
  const support::TemporaryFolder folder;
  const auto kind_of = [&folder](const std::string& text) {
    const curtain::LogKind* const kind = curtain::guess_log_kind(folder.write("a", text));
    return kind == nullptr ? std::string() : std::string(kind->name);
  };
  for (
      const std::string text :
      {R"({"tables":[{"columns":[{"name":"timestamp"},{"name":"name"},{"name":"duration"},{"name":"cloud_RoleName"},{"name":"success"}],"rows":[["2023-04-09T12:01:02.345Z","Resize",23.4177,"pictures","True"]]}]})",
       R"([{"TimeGenerated":"2023-04-09T12:01:02.345Z","Name":"Resize","DurationMs":23.4177,"AppRoleName":"pictures","Success":true}])"}) {
    INFO(text);
    const ReadLog log("app-insights", text);
    REQUIRE(log.all().size() == 1);
    CHECK(log.all()[0].times.duration == 23'417'700);
    CHECK(kind_of(text) == "app-insights");
  }
  // The kind of log cannot be recognised by the columns, but the option names it.
  const std::string bare = "timestamp,name,duration\n2023-04-09T12:01:02.345Z,Resize,23.4177\n";
  CHECK(kind_of(bare).empty());
  REQUIRE(ReadLog("app-insights", bare).all().size() == 1);
}

TEST_CASE("Failures, sampling and broken rows of Application Insights are reported") {
  ReadLog log("app-insights",
              "timestamp,name,success,resultCode,duration,cloud_RoleName,itemCount\n"
              "2023-04-09T12:01:02.345Z,Resize,False,0,5,pictures,10\n"
              "2023-04-09T12:01:02.345Z,Resize,False,0,quick,pictures,1\n"
              "9/4/2023 12:01:02,Resize,True,200,5,pictures,1\n"
              "2023-04-09T12:01:02.345Z,Resize,True\n");
  REQUIRE(log.all().size() == 1);
  CHECK(log.all()[0].status == "error");
  CHECK(log.counts().sampled_away == 9);
  REQUIRE(log.broken().size() == 3);
  CHECK(log.broken()[0].trouble == Trouble::not_a_number);
  CHECK(log.broken()[1].trouble == Trouble::bad_time);
  CHECK(log.broken()[2].trouble == Trouble::cut_off);
}

TEST_CASE("A table of dependencies is not read as requests") {
  const support::TemporaryFolder folder;
  CHECK(curtain::guess_log_kind(
            folder.write("a", "timestamp,id,target,type,name,data,success,resultCode,duration\n")) !=
        curtain::find_log_kind("app-insights"));
  CHECK(curtain::guess_log_kind(
            folder.write("b", "timestamp,id,target,name,data,success,resultCode,duration\n")) == nullptr);
}

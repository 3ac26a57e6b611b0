// Tests of `curtain trace info`: it describes the workload of a scenario, or a trace.
#include <algorithm>
#include <filesystem>
#include <sstream>

#include "tests/catch.hpp"
#include "tests/program/program_support.hpp"

using support::curtain;
using support::Ended;
using support::Folder;
using support::Json;

namespace {

const std::string kRows =
    "function_id,arrival_s,duration_s,memory_mb\n"
    "a,0,0.5,128\na,1,0.5,128\na,3,0,128\nb,3,2,256\na,120,0.5,128\n";

}  // namespace

TEST_CASE("Trace info describes a trace") {
  const Folder folder;
  const Ended told = curtain({"trace", "info", folder.write("t.csv", kRows)});
  CHECK(told.err == "");
  CHECK(told.status == 0);
  for (const char* line :
       {"  calls        5, of 2 functions of 1 tenant\n", "  span         2.00 min, from 0 s to 2.00 min\n",
        "busiest minute 4 calls, at 0 s\n", "max 2.00 s\n",
        "of functions: 128 to 256 MiB, p50 128, p90 256\n", "  longest gap  117 s, beginning at 3.00 s\n",
        "  busiest functions ", "  a                   128 MiB          375 ms   80.00 %\n",
        "  unusual      1 function with a single call (50.00 %)\n",
        "               1 call of zero duration (20.00 %)\n",
        "               1 call at the instant of the previous call (20.00 %)\n", "  calls over time\n"}) {
    CHECK_THAT(told.out, ContainsSubstring(line));
  }
  std::istringstream lines(told.out);
  for (std::string line; std::getline(lines, line);) {
    const auto columns = std::count_if(line.begin(), line.end(),
                                       [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; });
    // The heading is the path, even if it is long.
    CHECK((columns <= 80 || line.find("t.csv") != std::string::npos));
  }
}

TEST_CASE("Trace info gives the same figures as JSON") {
  const Folder folder;
  const Ended told = curtain({"trace", "info", "--json", folder.write("t.csv", kRows)});
  CHECK(told.status == 0);
  for (const char* part :
       {"\"calls\": 5,", "\"functions\": 2,", "\"peak_minute_calls\": 4,", "\"zero_durations\": 1,",
        "\"ties\": 1,", "\"memory_mib\": {\"least\": 128, \"p50\": 128, \"p90\": 256, \"most\": 256},",
        "\"partial\": false,"}) {
    CHECK_THAT(told.out, ContainsSubstring(part));
  }
}

TEST_CASE("The longest duration of a trace is exact, to the nanosecond") {
  const Folder folder;
  const std::string trace = folder.write(
      "t.csv",
      "function_id,arrival_s,duration_s,memory_mb\na,0,0.5,128\na,1,1.234567891,128\na,3,1.23,128\n");
  const Json json = support::parse_json(curtain({"trace", "info", "--json", trace}).out);
  CHECK(json["duration_s"]["max"].text == "1.234567891");
}

TEST_CASE("Trace info reads scenarios and the formats of Azure") {
  const Folder folder;
  const Ended scenario = curtain({"trace", "info", folder.write("small.yaml", support::kSmall)});
  CHECK(scenario.status == 0);
  CHECK_THAT(scenario.out, ContainsSubstring("of 1 function of 1 tenant"));
  CHECK_THAT(scenario.out, ContainsSubstring("  calls by duration, "));
  const std::string rows = folder.write("rows", "app,func,end_timestamp,duration\na,f,2,1\na,g,3,2.5\n");
  const Ended azure = curtain({"trace", "info", "--format", "azure-2021", rows});
  CHECK(azure.err == "");
  CHECK_THAT(azure.out, ContainsSubstring("2, of 2 functions"));
  CHECK_THAT(azure.out, ContainsSubstring("memory       not in the trace"));
}

TEST_CASE("Trace info says that the calls of closed-loop clients are known only after a run") {
  const Folder folder;
  const std::string loop = "{closed-loop: {function: f, clients: 20, think: 1s, duration: 1s}}";
  const std::string start = "platform: ideal\nduration: 1min\nname: loops\nworkload: [";
  const Ended alone = curtain({"trace", "info", folder.write("alone.yaml", start + loop + "]")});
  CHECK(alone.status == 0);
  CHECK(alone.out ==
        "\n  loops\n\n"
        "  clients      20 in closed loops, of 1 function; the calls of these clients\n"
        "               depend on the answers, so they are known only after a run\n\n");
  const std::string both =
      folder.write("both.yaml", start + loop + ", {timer: {function: g, every: 10s, duration: 1s}}]");
  const Ended mixed = curtain({"trace", "info", both});
  CHECK_THAT(mixed.out, ContainsSubstring("  calls        6, of 1 function of 1 tenant\n"));
  CHECK_THAT(mixed.out,
             ContainsSubstring(
                 "known only after a run; the\n               figures of calls do not include them\n"));
  CHECK(mixed.out.find("without a call") == std::string::npos);
  const Ended json = curtain({"trace", "info", "--json", both});
  CHECK_THAT(json.out, ContainsSubstring("\"clients\": 20,\n  \"functions_of_clients\": 1,"));
}

TEST_CASE("Trace info reads every published layout, and fills in values missing in its files") {
  const Folder folder;
  const auto told = [](const std::string& format, const std::string& path) {
    const Ended ended = curtain({"trace", "info", "--format", format, path});
    CHECK(ended.err == "");
    CHECK(ended.status == 0);
    return ended.out;
  };
  const std::string table = folder.write("day_00.csv", "day,time,0,1\n0,0,3,\n0,60,,2\n");
  CHECK_THAT(told("huawei-2023", table),
             ContainsSubstring("5, of 2 functions") && ContainsSubstring("memory       not in the trace"));
  std::filesystem::create_directory(folder / "requests_minute");
  std::filesystem::copy_file(table, folder / "requests_minute/day_00.csv");
  CHECK_THAT(told("huawei-2023", folder.path()), ContainsSubstring("5, of 2 functions"));
  CHECK_THAT(
      told("huawei-2025", folder.write("R2.csv",
                                       "time_worker,time_frontend,funcName,podID,userID,totalCost_worker,"
                                       "totalCost_frontend\n9,9,1,pool22-300-256-1,2,1,1\n")),
      ContainsSubstring("1, of 1 function of 1 tenant") && ContainsSubstring("256 to 256 MiB"));
  folder.write("four-metadata.csv", "func_name,cold_dur_ms,warm_dur_ms,mem_mb\nf,2,1,128\n");
  CHECK_THAT(told("iluvatar", folder.write("four.csv", "func_name,invoke_time_ms\nf,0\nf,5\n")),
             ContainsSubstring("2, of 1 function"));
  for (const char* const name : {"invokesCDF", "CVs", "chainlenCDF", "execTimeCDF", "memCDF"}) {
    folder.write(std::string(name) + ".csv", "1,1.0\n");
  }
  CHECK_THAT(told("azure2019-cdfs", folder.path()), ContainsSubstring("functions without a call"));
}

TEST_CASE("Trace info reads a day in which functions lack rows, and reports this") {
  const Folder folder;
  folder.write(
      "invocations.csv",
      "HashOwner,HashApp,HashFunction,Trigger,1,2\no,a,f,http,3,0\no,a,g,http,0,1\no,b,h,http,1,0\n");
  folder.write(
      "durations.csv",
      "HashOwner,HashApp,HashFunction,percentile_Average_0,percentile_Average_1,percentile_Average_25,"
      "percentile_Average_50,percentile_Average_75,percentile_Average_99,percentile_Average_100\n"
      "o,a,f,1,1,1,1,1,1,1\n");
  folder.write("memory.csv", "HashOwner,HashApp,AverageAllocatedMb\no,a,100\n");
  const Ended told = curtain({"trace", "info", "--format", "azure-2019", folder.path()});
  CHECK(told.err == "");
  CHECK(told.status == 0);
  CHECK_THAT(told.out,
             ContainsSubstring("2 functions without a row of duration: 1.00 s here; a run needs a"));
  CHECK_THAT(told.out, ContainsSubstring("1 function without a row of memory: 128 MiB here"));
  const Ended json = curtain({"trace", "info", "--json", "--format", "azure-2019", folder.path()});
  CHECK(support::parse_json(json.out)["missing"].items.size() == 2);
}

TEST_CASE("Trace info has no rate for a trace of one instant, and no figures of calls for an empty trace") {
  const Folder folder;
  const std::string heading = "function_id,arrival_s,duration_s,memory_mb\n";
  const std::string none = folder.write("none.csv", heading);
  const support::Json empty = support::parse_json(curtain({"trace", "info", "--json", none}).out);
  CHECK(empty["calls"].number == 0);
  for (const char* const figure :
       {"first_s", "last_s", "rate_per_s", "peak_minute_s", "mean_busy", "dispersion", "memory_mib",
        "share_of_top_percent", "share_of_top_ten", "longest_silence_s", "longest_silence_from_s"}) {
    INFO(figure);
    CHECK(empty[figure].kind == support::Json::Kind::null);
  }
  for (const char* const figure : {"mean", "p50", "p90", "p99", "max"}) {
    CHECK(empty["duration_s"][figure].kind == support::Json::Kind::null);
  }
  const std::string once = folder.write("once.csv", heading + "f,1,2,128\nf,1,3,128\n");
  const support::Json instant = support::parse_json(curtain({"trace", "info", "--json", once}).out);
  CHECK(instant["rate_per_s"].kind == support::Json::Kind::null);
  CHECK(instant["mean_busy"].kind == support::Json::Kind::null);
  CHECK(instant["duration_s"]["max"].number == 3);
  CHECK_THAT(curtain({"trace", "info", once}).out, ContainsSubstring("- a second; busiest minute 2 calls"));
}

TEST_CASE("Trace info reports errors of a trace or an option") {
  const Folder folder;
  const Ended none = curtain({"trace", "info", "none.csv"});
  CHECK(none.status == 2);
  CHECK_THAT(none.err, ContainsSubstring("curtain: 'none.csv' does not exist\n"));
  const Ended broken = curtain({"trace", "info", folder.write("t.csv", kRows + "a,1,1,128\n")});
  CHECK(broken.status == 2);
  CHECK_THAT(broken.err, ContainsSubstring("t.csv:7:3: arrival_s is 1 s here, but 120 s on line 6"));
  CHECK(broken.out == "");
  const Ended word = curtain({"trace", "inof", "x.csv"});
  CHECK(word.status == 2);
  CHECK_THAT(word.err, ContainsSubstring("there is no command 'trace inof'; did you mean 'info'?"));
  const Ended option = curtain({"trace", "info", "--jsn", "x.csv"});
  CHECK(option.status == 2);
  CHECK_THAT(option.err, ContainsSubstring("there is no option '--jsn'; did you mean '--json'?"));
}

TEST_CASE("Trace info recognises the columns of a csv file") {
  const Folder folder;
  const std::string full = folder.write(
      "full.csv", "tenant,function_id,arrival_s,duration_s,memory_mb\na,f,0,1,128\nb,f,1,1,256\n");
  CHECK_THAT(curtain({"trace", "info", full}).out, ContainsSubstring("2, of 2 functions of 2 tenants"));
  const std::string bare = folder.write("bare.csv", "function_id,arrival_s\nf,0\nf,1\n");
  const Ended told = curtain({"trace", "info", bare});
  CHECK(told.status == 0);
  CHECK_THAT(told.out, ContainsSubstring("2, of 1 function") && ContainsSubstring("not in the trace"));
  // A memory size that only the reader needs is not shown as a memory size of the trace.
  const std::string two = folder.write("two.csv", "function_id,arrival_s,duration_s\nf,0,1\ng,1,1\n");
  const Ended without = curtain({"trace", "info", two});
  CHECK_THAT(without.out, ContainsSubstring("f                        -") && !ContainsSubstring("MiB"));
  CHECK_THAT(curtain({"trace", "info", two, "--json"}).out,
             ContainsSubstring("\"memory_mib\": null, \"calls\""));
  // The command still requests names for columns with other names.
  const std::string other = folder.write("other.csv", "name,start\nf,0\n");
  CHECK(curtain({"trace", "info", other}).err ==
        other +
            ":1:1: there is no column \"function_id\"; the columns are: name, start; name the column, as in "
            "columns: {function: NAME}, or state that there is none: columns: {function: none}, constants: "
            "{function: f}\n");
}

TEST_CASE("A file that is not a csv trace is refused with its kind") {
  const Folder folder;
  const auto refusal = [&folder](const char* name, const std::string& text) {
    return curtain({"trace", "info", folder.write(name, text)}).err;
  };
  for (const auto& [name, text, format] : std::vector<std::array<std::string, 3>>{
           {"a.csv", "app,func,end_timestamp,duration\na,f,1.5,0.5\n", "azure-2021"},
           {"b.csv", "HashOwner,HashApp,HashFunction,Trigger,1,2\no,a,f,http,3,0\n", "azure-2019"},
           {"c.csv", "HashApp,AverageAllocatedMb\na,128\n", "azure-2019"},
           {"d.csv", "func_name,invoke_time_ms\nf,1\n", "iluvatar"},
           {"e.csv", "day,time,0,1\n0,0,1,2\n", "huawei-2023"},
           {"f.csv", "time_frontend,userID,funcName,totalCost_worker\n1,u,f,1\n", "huawei-2025"}}) {
    INFO(text);
    CHECK_THAT(refusal(name.c_str(), text),
               ContainsSubstring(":1:1: there is no column") &&
                   ContainsSubstring("; it looks like a trace of format " + format));
  }
  for (const char* const text :
       {"10.0.0.3 - - [06/May/2024:09:00:00 +0000] \"GET /a?b=1,2 HTTP/1.1\" 200 512 \"-\" \"curl\" 0.118\n",
        "2024-05-06T09:00:00.152Z a START RequestId: eea52b7c Version: $LATEST\n",
        "{\"events\": [{\"timestamp\": 1, \"message\": \"REPORT\"}]}\n"}) {
    CHECK_THAT(
        refusal("g.log", text),
        ContainsSubstring("; it looks like a log, which `curtain trace import` converts to a trace\n"));
  }
  CHECK(curtain({"trace", "info", folder.path()}).err ==
        "curtain: '" + folder.path() +
            "' is a folder, not a file; a folder is a trace of --format azure-2019, huawei-2023 or "
            "azure2019-cdfs\n");
  folder.write("day_invocations.csv", "HashOwner,HashApp,HashFunction,Trigger,1\no,a,f,http,3\n");
  CHECK_THAT(curtain({"trace", "info", folder / "day"}).err,
             ContainsSubstring("does not exist; with --format azure-2019, the path may be the common "
                               "beginning of three file names"));
}

TEST_CASE("Trace info reads the archive of 2019 in one folder and counts its irregularities") {
  const Folder folder;
  const std::string durations =
      "HashOwner,HashApp,HashFunction,Average,Count,Minimum,Maximum,percentile_Average_0,"
      "percentile_Average_1,percentile_Average_25,percentile_Average_50,percentile_Average_75,"
      "percentile_Average_99,percentile_Average_100\n";
  folder.write(
      "invocations_per_function_md.anon.d03.csv",
      "HashOwner,HashApp,HashFunction,Trigger,1,2\no,a,f,http,3,0\no,a,g,timer,0,1\no,a,f,queue,1,0\n");
  folder.write("function_durations_percentiles.anon.d03.csv",
               durations +
                   "o,a,f,100,3,100,100,100,100,100,100,100,100,100\n"
                   "o,a,f,200,1,200,200,200,200,200,200,200,200,200\n"
                   "o,a,g,0,1,0,0,0,0,0,0,0,0,0\n");
  folder.write("app_memory_percentiles.anon.d03.csv",
               "HashOwner,HashApp,SampleCount,AverageAllocatedMb\no,a,1,100\no,a,3,200\n");
  folder.write("invocations_per_function_md.anon.d05.csv",
               "HashOwner,HashApp,HashFunction,Trigger,1,2\no,b,h,http,0,2\n");
  folder.write("function_durations_percentiles.anon.d05.csv",
               durations + "o,b,h,900,10,0,20,0,0,5,10,15,20,20\no,c,i,1,1,1,1,1,1,1,1,1,1,1\n");
  const Ended told = curtain({"trace", "info", "--format", "azure-2019", folder.path()});
  CHECK(told.err == "");
  CHECK(told.status == 0);
  for (const char* const part :
       {"  calls        7, of 3 functions of 1 tenant\n", "175 MiB", "1 function without a row of memory",
        "  unusual      1 function with more than one row of counts in a day",
        "1 function with more than one row of durations in a day",
        "1 application with more than one row of memory in a day",
        "1 function with a mean duration that its percentiles do not\n"
        "               allow; the nearest possible mean is used\n",
        "1 function whose executions all take no time\n",
        "1 row with durations of functions that have no row of counts\n", "1 day without a file of memory\n",
        "day 5 is simulated directly after day 3"}) {
    CHECK_THAT(told.out, ContainsSubstring(part));
  }
  const Ended json = curtain({"trace", "info", "--json", "--format", "azure-2019", folder.path()});
  CHECK(support::parse_json(json.out)["unusual"].items.size() == 8);
}

TEST_CASE("Trace info suggests columns for a file without a header line") {
  const Folder folder;
  const Ended told =
      curtain({"trace", "info", folder.write("t.csv", "1.5,3,768,0.25,0.25\n2.5,1,256,0.25,0.25\n")});
  CHECK(told.status == 2);
  CHECK_THAT(told.err, ContainsSubstring("the file seems to have no header line") &&
                           ContainsSubstring("columns: {arrival: 1, function: 2, duration: 4, memory: 3}"));
}

TEST_CASE("A trace whose name is not UTF-8 is refused with advice, and can be read from standard input") {
  const Folder folder;
  const std::string rows = "function_id,arrival_s,duration_s,memory_mb\na,0,1,128\n";
  const std::string trace = folder.write("caf\xE9.csv", rows);
  const Ended told = curtain({"trace", "info", trace});
  CHECK(told.status == 2);
  CHECK_THAT(told.err,
             ContainsSubstring("caf\\xe9.csv' is not UTF-8, so a scenario cannot contain it; rename the "
                               "file, or read it as standard input: - < FILE"));
  support::Surroundings piped;
  piped.input = rows;
  CHECK(curtain({"trace", "info", "-"}, piped).status == 0);
}

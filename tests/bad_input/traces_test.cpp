// Invalid traces, whose errors are found immediately or during a run. In both cases nothing is printed or
// written.
#include "tests/bad_input/refused.hpp"

using support::check_refused;
using support::Folder;

namespace {

const std::string kHeader = "function_id,arrival_s,duration_s,memory_mb\n";

void check_trace(const std::string& text, const std::string& message) {
  const Folder folder;
  folder.write("log.csv", text);
  folder.write("case.yaml", "platform: ideal\nworkload: [{trace: {format: csv, path: log.csv}}]\n");
  INFO(text.substr(0, 200));
  check_refused(folder, {"run", "case.yaml"}, message);
}

struct AzureDay {
  std::string invocations = "HashOwner,HashApp,HashFunction,Trigger,1,2\no,a,f,http,3,0\n";
  std::string durations =
      "HashOwner,HashApp,HashFunction,Average,Count,Minimum,Maximum,percentile_Average_0,percentile_Average_"
      "1,"
      "percentile_Average_25,percentile_Average_50,percentile_Average_75,percentile_Average_99,"
      "percentile_Average_100\no,a,f,100,5,100,100,100,100,100,100,100,100,100\n";
  std::string memory =
      "HashOwner,HashApp,SampleCount,AverageAllocatedMb,AverageAllocatedMb_pct1\no,a,6,256,256\n";
};

void check_azure(const AzureDay& day, const std::string& message) {
  const Folder folder;
  folder.write("day_invocations.csv", day.invocations);
  folder.write("day_durations.csv", day.durations);
  folder.write("day_memory.csv", day.memory);
  folder.write("case.yaml", "platform: ideal\nworkload: [{trace: {format: azure-2019, path: day}}]\n");
  INFO(message);
  check_refused(folder, {"run", "case.yaml"}, message);
}

}  // namespace

TEST_CASE("A trace that does not exist or is not a file is refused") {
  const Folder folder;
  folder.write("lgo.csv", kHeader);
  folder.write("case.yaml", "platform: ideal\nworkload: [{trace: {format: csv, path: log.csv}}]\n");
  check_refused(folder, {"run", "case.yaml"},
                "case.yaml:2:34: workload[0].trace.path: 'log.csv' does not exist; did you mean 'lgo.csv'?");
  std::filesystem::create_directory(folder / "log.csv");
  check_refused(folder, {"run", "case.yaml"},
                "case.yaml:2:34: workload[0].trace.path: 'log.csv' is a folder, not a file");
  folder.write("case.yaml",
               "platform: ideal\nworkload: [{trace: {format: csv, path: \"${CURTAIN_NO_SUCH}/log.csv\"}}]\n");
  check_refused(folder, {"run", "case.yaml"},
                "case.yaml:2:40: workload[0].trace.path: the environment variable CURTAIN_NO_SUCH is not "
                "set; set it, or write the path without it");
}

TEST_CASE("A csv trace's columns") {
  check_trace("", "log.csv:1:1: the file is empty; expected a line with column names");
  check_trace("function_id,arrival_s,memory_mb\nf,1,128\n",
              "log.csv:1:1: there is no column \"duration_s\"; the columns are: function_id, arrival_s, "
              "memory_mb; name the column, as in columns: {duration: NAME} or {end: NAME}, or state that "
              "there is none: columns: {duration: none}, constants: {duration: 100ms}");
  check_trace(
      "function_id,arival_s,duration_s,memory_mb\nf,1,1,128\n",
      "log.csv:1:1: there is no column \"arrival_s\" (did you mean \"arival_s\"?); the columns are: "
      "function_id, arival_s, duration_s, memory_mb; name the column, as in columns: {arrival: NAME}");
  check_trace("function_id,arrival_s,duration_s\nf,1,1\n",
              "log.csv:1:1: there is no column \"memory_mb\"; the columns are: function_id, arrival_s, "
              "duration_s; name the column, as in columns: {memory: NAME}, or state that there is none: "
              "columns: {memory: none}, constants: {memory: 256MiB}");
  check_trace("function_id;arrival_s;duration_s;memory_mb\nf;1;1;128\n",
              "log.csv:1:1: there is no column \"function_id\"; the columns are: "
              "function_id;arrival_s;duration_s;memory_mb; columns must be separated by commas");
  check_trace(
      "function_id,arrival_s,arrival_s,duration_s,memory_mb\nf,1,1,1,128\n",
      "log.csv:1:23: a second column has the name \"arrival_s\" of column 2; names of columns must differ");
}

TEST_CASE("Wrong rows of a csv trace are refused") {
  check_trace(kHeader + "f,2,1,128\nf,1,1,128\n",
              "log.csv:3:3: arrival_s is 1 s here, but 2 s on line 2; rows must be in order of arrival; this "
              "command sorts them: (head -n 1 FILE; tail -n +2 FILE | sort -s -t, -k2,2g) > SORTED");
  check_trace(kHeader + "f,1,1,128\nf,2,1",
              "log.csv:3:5: the line has 3 fields, but the header has 4 columns");
  check_trace(kHeader + "f,1,1,128,9\n", "log.csv:2:11: the line has 5 fields, but the header has 4 columns");
  const std::string number = "; expected a decimal number such as 12, 0.25 or 1.5e-3";
  const std::string time =
      "; expected a decimal number such as 12, 0.25 or 1.5e-3, a date such as 2024-11-05T09:15:02.5Z or a "
      "time of day such as 13:05:07.25";
  check_trace(kHeader + "f,nan,1,128\n", "log.csv:2:3: arrival_s is \"nan\"" + time);
  check_trace(kHeader + "f,1,inf,128\n", "log.csv:2:5: duration_s is \"inf\"" + number);
  check_trace(kHeader + "f,1,0x10,128\n", "log.csv:2:5: duration_s is \"0x10\"" + number);
  check_trace(kHeader + "f,1,,128\n", "log.csv:2:5: duration_s is \"\"" + number);
  check_trace(kHeader + "f,1,-1,128\n", "log.csv:2:5: duration_s is \"-1\"; expected a number of at least 0");
  check_trace(kHeader + "f,-1,1,128\n", "log.csv:2:3: arrival_s is \"-1\"; expected a number of at least 0");
  check_trace(kHeader + "f,1,1e400,128\n",
              "log.csv:2:5: duration_s is \"1e400\"; at most 146 years are allowed");
  check_trace(kHeader + "f,1700000000,1,128\n",
              "log.csv:2:3: arrival_s is 1700000000 s, which is more than ten years after time zero; for "
              "times of day or epoch times, set `origin: first-row`");
  check_trace(kHeader + "f,1,1,0\n", "log.csv:2:7: memory_mb is 0 MiB; 1 to 16777216 are allowed");
  check_trace(kHeader + "f,1,1,128\nf,2,1,256\n",
              "log.csv:3:7: memory_mb is 256 MiB for function \"f\", which had 128 MiB in an earlier row; a "
              "function must have one memory size");
  check_trace(kHeader + ",1,1,128\n", "log.csv:2:1: function_id is empty; expected a name");
  check_trace(kHeader + "\"f,1,1,128\n",
              "log.csv:2:1: a quotation mark is not closed on this line; a field must end in its line");
  check_trace(kHeader + std::string("f\0,1,1,128\n", 11),
              "log.csv:2:2: found a zero byte; expected a text file in ASCII or UTF-8");
  check_trace(std::string(3'000'000, 'x'),
              "log.csv:1:1: the line is longer than 1048576 bytes, which is the limit");
}

TEST_CASE("A row that is cut off, found in the middle of a run, leaves no output") {
  std::string text = kHeader;
  for (int i = 0; i < 99'998; ++i) {
    text += "f," + std::to_string(i) + ",0.5,128\n";
  }
  check_trace(text + "f,99998\n", "log.csv:100000:3: the line has 2 fields, but the header has 4 columns");
}

TEST_CASE("Wrong files of the Azure trace are refused") {
  AzureDay day;
  SECTION("another header") {
    day.invocations = "HashOwner,HashApp,Function,Trigger,1,2\no,a,f,http,3,0\n";
    check_azure(day,
                "day_invocations.csv:1:1: there is no column \"HashFunction\" (did you mean \"Function\"?); "
                "the columns are: HashOwner, HashApp, Function, Trigger, 1, 2");
  }
  SECTION("minutes that are missing") {
    day.invocations = "HashOwner,HashApp,HashFunction,Trigger,1,3\no,a,f,http,3,0\n";
    check_azure(day,
                "day_invocations.csv:1:42: column 6 is \"3\"; minutes must be consecutive, so 2 is expected");
  }
  SECTION("negative counts") {
    day.invocations = "HashOwner,HashApp,HashFunction,Trigger,1,2\no,a,f,http,-3,0\n";
    check_azure(day,
                "day_invocations.csv:2:12: minute 1 is \"-3\"; expected a whole number from 0 to 100000000");
  }
  SECTION("counts that are too large") {
    day.invocations = "HashOwner,HashApp,HashFunction,Trigger,1,2\no,a,f,http,3,99999999999999999999\n";
    check_azure(day,
                "day_invocations.csv:2:14: minute 2 is \"99999999999999999999\"; expected a whole number "
                "from 0 to 100000000");
  }
  SECTION("counts of all functions that are too large together") {
    day.invocations = "HashOwner,HashApp,HashFunction,Trigger,1,2\no,a,f,http,3,100000000\no,a,g,http,3,1\n";
    check_azure(day,
                "day_invocations.csv:3:14: minute 2 has 100000001 calls of all functions together up to this "
                "row; at most 100000000 are allowed");
  }
  SECTION("a truncated row") {
    day.invocations = "HashOwner,HashApp,HashFunction,Trigger,1,2\no,a,f,http,3\n";
    check_azure(day, "day_invocations.csv:2:12: the line has 5 fields, but the header has 6 columns");
  }
  SECTION("one minute under two names") {
    day.invocations = "HashOwner,HashApp,HashFunction,Trigger,1,01\no,a,f,http,3,0\n";
    check_azure(
        day, "day_invocations.csv:1:42: column 6 is \"01\"; minutes must be consecutive, so 2 is expected");
  }
  SECTION("a function without durations") {
    day.invocations += "o,a,g,http,1,1\n";
    check_azure(day,
                "day_durations.csv:2:1: there is no row for function o/a/g; add a row for each function, or "
                "set a default duration");
  }
  SECTION("an application without memory") {
    day.memory = "HashOwner,HashApp,SampleCount,AverageAllocatedMb,AverageAllocatedMb_pct1\no,b,6,256,256\n";
    check_azure(day,
                "day_memory.csv:2:1: there is no row for application o/a; add a row for each of them, or set "
                "a default memory size");
  }
}

namespace {

/// Tests a trace with `keys` in a folder with `files`. The message begins with the name of one of them.
void check_files(const std::vector<std::pair<std::string, std::string>>& files, const std::string& keys,
                 const std::string& message) {
  const Folder folder;
  for (const auto& [name, text] : files) {
    folder.write(name, text);
  }
  folder.write("case.yaml", "platform: ideal\nduration: 1h\nworkload: [{trace: {" + keys + "}}]\n");
  INFO(message);
  check_refused(folder, {"run", "case.yaml"}, message);
}

/// The first bytes of a gzip member whose rest is missing. They contain "x" in a stored block that announces
/// more data.
const std::string kTornGzip(
    "\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03\x00\x05\x00\xfa\xff"
    "x",
    16);

}  // namespace

TEST_CASE("Wrong files of Iluvatar are refused") {
  const std::string keys = "format: iluvatar, path: t.csv, metadata: m.csv";
  const std::string metadata = "func_name,cold_dur_ms,warm_dur_ms,mem_mb\nhello,400,10,512\n";
  const std::string head = "func_name,invoke_time_ms\n";
  check_files({{"t.csv", head + "hello,1\nhallo,2\n"}, {"m.csv", metadata}}, keys,
              "t.csv:3:1: func_name is \"hallo\", which has no row in m.csv (did you mean \"hello\"?)");
  check_files(
      {{"t.csv", head + "hello,5\nhello,4\n"}, {"m.csv", metadata}}, keys,
      "t.csv:3:7: invoke_time_ms is 0.004 s here, but 0.005 s on line 2; rows must be in order of arrival; "
      "this command sorts them: (head -n 1 FILE; tail -n +2 FILE | sort -s -t, -k2,2g) > SORTED");
  check_files({{"t.csv", head + "hello,-5\n"}, {"m.csv", metadata}}, keys,
              "t.csv:2:7: invoke_time_ms is \"-5\"; expected a number of at least 0");
  check_files({{"t.csv", head + "hello,1e300\n"}, {"m.csv", metadata}}, keys,
              "t.csv:2:7: invoke_time_ms is \"1e300\"; at most 146 years are allowed");
  check_files({{"t.csv", ""}, {"m.csv", metadata}}, keys,
              "t.csv:1:1: the file is empty; expected a line with column names");
  check_files(
      {{"t.csv", head}, {"m.csv", metadata + "hello,400,10,256\n"}}, keys,
      "m.csv:3:1: func_name \"hello\" already has a row on line 2; only one row per function is allowed");
  check_files({{"t.csv", "func_name,invoke_ms\n"}, {"m.csv", metadata}}, keys,
              "t.csv:1:1: there is no column \"invoke_time_ms\"; the columns are: func_name, invoke_ms");
  check_files({{"t.csv", head}}, "format: iluvatar, path: t.csv",
              "case.yaml:3:39: workload[0].trace: the file of functions is missing: 't-metadata.csv' does "
              "not exist; name the file with the key 'metadata'");
}

TEST_CASE("Wrong request tables of Huawei of 2025 are refused") {
  const std::string keys = "format: huawei-2025, path: t.csv, reorder: 1s";
  const std::string head =
      "time_worker,time_frontend,funcName,podID,userID,totalCost_worker,totalCost_frontend\n";
  check_files(
      {{"t.csv", "time_worker,time_frontend,funcNam,podID,userID,totalCost_worker,totalCost_frontend\n"}},
      keys,
      "t.csv:1:1: there is no column \"funcName\" (did you mean \"funcNam\"?); the columns are: time_worker, "
      "time_frontend, funcNam, podID, userID, totalCost_worker, totalCost_frontend");
  check_files({{"t.csv", head + "9,9,1,pool22-300-big-1,2,1,1\n"}}, keys,
              "t.csv:2:7: podID contains no pool with a memory size; expected a name such as "
              "pool22-300-128-0000618412 (300 millicores, 128 MB)");
  check_files({{"t.csv", head + "9,9,1,p-1-128-1,2,1,1\n20,20,1,p-1-128-1,2,1,1\n9,8,1,p-1-128-1,2,1,1\n"}},
              keys,
              "t.csv:4:3: time_frontend is 8 s, so the call arrived at 7 s, but a later arrival at 8 s has "
              "already been returned; set `reorder` to at least 12 s");
  check_files({{"t.csv", head + "9,9,1,p-1-128-1,2,-1,1\n"}}, keys,
              "t.csv:2:19: totalCost_worker is \"-1\"; expected a number of at least 0");
}

TEST_CASE("Wrong tables of Huawei of 2023 are refused") {
  const std::string keys = "format: huawei-2023, requests: r.csv, default_memory: 128MiB, ";
  const std::string alone = keys + "default_duration: 1s";
  const std::string whole = "; expected a whole number from 0 to 100000000, or an empty field";
  check_files({{"r.csv", "day,time,0\n0,0,1.5\n"}}, alone, "r.csv:2:5: function \"0\" is \"1.5\"" + whole);
  check_files({{"r.csv", "day,time,0\n0,0,-1\n"}}, alone, "r.csv:2:5: function \"0\" is \"-1\"" + whole);
  check_files({{"r.csv", "day,time,0\n0,0,1e9\n"}}, alone, "r.csv:2:5: function \"0\" is \"1e9\"" + whole);
  std::string crowd = "day,time";
  std::string counts = "0,0";
  for (int i = 0; i < 200; ++i) {
    crowd += "," + std::to_string(i);
    counts += ",100000000";
  }
  check_files({{"r.csv", crowd + "\n" + counts + "\n"}}, alone,
              "r.csv:2:15: function \"1\" has 200000000 requests at 0 s; at most 100000000 requests of all "
              "functions together are allowed in an interval");
  check_files({{"r.csv", "day,tim,0\n0,0,1\n"}}, alone,
              "r.csv:1:1: there is no column \"time\" (did you mean \"tim\"?); the columns are: day, tim, 0");
  check_files({{"r.csv", "day,time,0\n0,60,1\n0,0,1\n"}}, alone,
              "r.csv:3:3: time is \"0\"; the previous row is at 60 s; rows must be in order of time");
  check_files({{"r.csv", "day,time,0\n0,0,1\n"}, {"d.csv", ""}}, keys + "delays: d.csv",
              "d.csv:1:1: the file is empty; expected a line with column names");
  check_files(
      {{"r.csv", "day,time,0\n0,0,1\n"}}, keys + "days: [1]",
      "case.yaml:3:20: workload[0].trace: there are no tables of function delays; set 'default_duration'");
}

TEST_CASE("Wrong files of distributions are refused") {
  const std::string one = "1,1.0\n";
  std::vector<std::pair<std::string, std::string>> files{{"invokesCDF.csv", one},
                                                         {"CVs.csv", one},
                                                         {"chainlenCDF.csv", one},
                                                         {"execTimeCDF.csv", one},
                                                         {"memCDF.csv", one}};
  const std::string keys = "format: azure2019-cdfs, apps: 2, path: .";
  files[0].second = "1, 0.5\n2, 0.4\n3, 1.0\n";
  check_files(
      files, keys,
      "./invokesCDF.csv:2:3: the share is \" 0.4\"; it must be at least the previous share and at most 1");
  files[0].second = "1, 0.5\n";
  check_files(files, keys,
              "./invokesCDF.csv:1:1: the last share is 0.5, but a complete distribution ends at 1");
  files[0].second = "";
  check_files(files, keys, "./invokesCDF.csv:1:1: the file is empty; expected a line with column names");
}

TEST_CASE("Truncated compressed files are refused") {
  for (const std::string keys :
       {"format: iluvatar, path: t.csv, metadata: t.csv", "format: huawei-2025, path: t.csv",
        "format: huawei-2023, requests: t.csv, default_memory: 128MiB, default_duration: 1s",
        "format: azure2019-cdfs, apps: 1, invokes: t.csv, variation: t.csv, chain_length: t.csv, exec_time: "
        "t.csv, memory: t.csv"}) {
    CAPTURE(keys);
    const Folder folder;
    folder.write("t.csv", kTornGzip);
    folder.write("case.yaml", "platform: ideal\nduration: 1h\nworkload: [{trace: {" + keys + "}}]\n");
    const support::Ended ended = support::curtain({"run", folder / "case.yaml"});
    CHECK(ended.status == 2);
    CHECK_THAT(ended.err, ContainsSubstring("t.csv:1:1: "));
    CHECK(ended.out.empty());
  }
}

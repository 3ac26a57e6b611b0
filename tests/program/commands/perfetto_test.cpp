// Tests of `curtain run --perfetto`: the trace follows the rules of the Trace Event Format, and shows the
// events of the run.
#include <algorithm>
#include <cstdint>
#include <map>
#include <set>
#include <tuple>

#include "tests/catch.hpp"
#include "tests/program/program_support.hpp"
#include "tests/support/paths.hpp"

using support::curtain;
using support::Ended;
using support::Folder;
using support::Json;
using support::read_file;

namespace {

struct Slice {
  std::int64_t begin = 0;  // in ns, like all times in this test
  std::int64_t end = 0;
  std::string name;
  std::string category;
};

struct Arrow {
  int starts = 0;
  int ends = 0;
  std::int64_t from = 0;
  std::int64_t to = 0;
  std::int64_t from_thread = 0;
  std::int64_t to_thread = 0;
};

/// Reads a time in microseconds, written with three decimals.
std::int64_t ns_of(const Json& time) {
  REQUIRE(time.kind == Json::Kind::number);
  const std::size_t point = time.text.find('.');
  REQUIRE(point + 4 == time.text.size());
  return std::stoll(time.text.substr(0, point)) * 1'000 + std::stoll(time.text.substr(point + 1));
}

std::int64_t whole(const Json& number) {
  REQUIRE(number.kind == Json::Kind::number);
  return std::stoll(number.text);
}

/// Reads a trace, and checks that it follows the rules of its format.
struct Trace {
  explicit Trace(const std::string& text) {
    const Json json = support::JsonReader::read(text);
    for (const Json& event : json["traceEvents"].items) {
      add(event);
    }
    for (const auto& [thread, all] : slices) {
      CHECK(thread_names.count(thread) == 1);
      check_nesting(all);
    }
    CHECK(is_in_order);
    for (const auto& [id, arrow] : arrows) {
      CHECK(arrow.starts == 1);
      CHECK(arrow.ends == 1);
      CHECK(arrow.from <= arrow.to);
      CHECK(has_slice_around(arrow.from_thread, arrow.from, "invocation"));
      CHECK(has_slice_around(arrow.to_thread, arrow.to, "execution"));
    }
    for (const std::int64_t process : used_processes) {
      CHECK(process_names.count(process) == 1);
    }
  }

  void add(const Json& event) {
    const std::string phase = event["ph"].text;
    const std::int64_t process = whole(event["pid"]);
    const std::int64_t thread = whole(event["tid"]);
    used_processes.insert(process);
    if (phase == "M") {
      const std::string what = event["name"].text;
      if (what == "process_name") {
        CHECK(process_names.emplace(process, event["args"]["name"].text).second);
      } else if (what == "thread_name") {
        CHECK(thread_names.emplace(thread, event["args"]["name"].text).second);
      } else {
        CHECK((what == "process_sort_index" || what == "thread_sort_index"));
        CHECK(event["args"]["sort_index"].kind == Json::Kind::number);
      }
      return;
    }
    const std::int64_t at = ns_of(event["ts"]);
    CHECK(at >= 0);
    if (phase == "X") {
      const std::int64_t length = ns_of(event["dur"]);
      CHECK(length >= 0);
      CHECK(process_of.emplace(thread, process).first->second == process);
      // Readers nest slices that begin at the same time in the order of the file, so the longer slice is
      // first.
      for (const Slice& before : slices[thread]) {
        is_in_order = is_in_order && (before.begin != at || before.end <= at || before.end >= at + length);
      }
      slices[thread].push_back({at, at + length, event["name"].text, event["cat"].text});
    } else if (phase == "s" || phase == "f") {
      Arrow& arrow = arrows[whole(event["id"])];
      (phase == "s" ? arrow.starts : arrow.ends) += 1;
      (phase == "s" ? arrow.from : arrow.to) = at;
      (phase == "s" ? arrow.from_thread : arrow.to_thread) = thread;
    } else {
      REQUIRE(phase == "C");
      for (const auto& [name, level] : event["args"].members) {
        CHECK(whole(level) >= 0);
        CHECK(whole(level) < 1'000'000);
        levels[name].emplace_back(at, whole(level));
      }
    }
  }

  /// Checks that a slice begins and ends within the slice that is open, or begins where that slice has ended.
  static void check_nesting(std::vector<Slice> all) {
    std::stable_sort(all.begin(), all.end(), [](const Slice& a, const Slice& b) {
      return std::tuple(a.begin, -a.end) < std::tuple(b.begin, -b.end);
    });
    std::vector<std::int64_t> open;
    for (const Slice& slice : all) {
      while (!open.empty() && open.back() <= slice.begin) {
        open.pop_back();
      }
      CHECK((open.empty() || slice.end <= open.back()));
      open.push_back(slice.end);
    }
  }

  [[nodiscard]] bool has_slice_around(std::int64_t thread, std::int64_t at,
                                      const std::string& category) const {
    const auto found = slices.find(thread);
    return found != slices.end() &&
           std::any_of(found->second.begin(), found->second.end(), [&](const Slice& slice) {
             return slice.category == category && slice.begin <= at && at <= slice.end;
           });
  }

  [[nodiscard]] std::vector<Slice> of(const std::string& category) const {
    std::vector<Slice> some;
    for (const auto& [thread, all] : slices) {
      std::copy_if(all.begin(), all.end(), std::back_inserter(some),
                   [&](const Slice& slice) { return slice.category == category; });
    }
    return some;
  }

  bool is_in_order = true;
  std::map<std::int64_t, std::string> process_names;
  std::map<std::int64_t, std::string> thread_names;
  std::map<std::int64_t, std::int64_t> process_of;  // indexed by thread
  std::set<std::int64_t> used_processes;
  std::map<std::int64_t, std::vector<Slice>> slices;  // indexed by thread
  std::map<std::int64_t, Arrow> arrows;
  std::map<std::string, std::vector<std::pair<std::int64_t, std::int64_t>>> levels;
};

Trace trace_of(const std::string& scenario, std::vector<std::string> options = {}) {
  const Folder folder;
  options.insert(options.begin(), {"run", scenario, "--quiet", "--perfetto", folder / "trace.json"});
  const Ended ended = curtain(options);
  CHECK(ended.err.empty());
  REQUIRE(ended.status == 0);
  return Trace(read_file(folder / "trace.json"));
}

std::string lesson(const std::string& name) {
  return support::in_tree("/scenarios/lessons/") + name + ".yaml";
}

}  // namespace

TEST_CASE(
    "A trace has each invocation, the stages of its instance's start, its execution and an arrow between "
    "them") {
  // The lesson has five stages of 1 to 5 s. The start at 0 s has all of them, and the start at 100 s all
  // except the VM's.
  const Trace trace = trace_of(lesson("cold-start-stages"));
  constexpr std::int64_t second = 1'000'000'000;
  CHECK(trace.process_names == std::map<std::int64_t, std::string>{{1, "requests"}, {2, "host 0"}});
  std::set<std::string> names;
  for (const auto& [thread, name] : trace.thread_names) {
    names.insert(name);
  }
  const std::string who = trace.of("invocation").at(0).name;
  CHECK(names == std::set<std::string>{"default/" + who, "default/" + who + " (2)",
                                       "VM 0, default/" + who + " 0", "VM 0, default/" + who + " 1"});
  std::map<std::string, std::set<std::pair<std::int64_t, std::int64_t>>> stages;
  for (const Slice& slice : trace.of("start")) {
    stages[slice.name].emplace(slice.begin / second, slice.end / second);
  }
  using Parts = std::set<std::pair<std::int64_t, std::int64_t>>;
  CHECK(stages["vm_boot"] == Parts{{0, 1}});
  CHECK(stages["sandbox"] == Parts{{1, 3}, {100, 102}});
  CHECK(stages["code_download"] == Parts{{3, 6}, {102, 105}});
  CHECK(stages["runtime_start"] == Parts{{6, 10}, {105, 109}});
  CHECK(stages["function_init"] == Parts{{10, 15}, {109, 114}});
  REQUIRE(trace.of("execution").size() == 2);
  REQUIRE(trace.of("invocation").size() == 2);
  REQUIRE(trace.of("instance").size() == 2);
  Parts arrows;
  for (const auto& [id, arrow] : trace.arrows) {
    arrows.emplace(arrow.from / second, arrow.to / second);
  }
  CHECK(arrows == Parts{{0, 15}, {100, 114}});
  const auto most = [&trace](const std::string& level) {
    std::int64_t highest = 0;
    for (const auto& [at, value] : trace.levels.at(level)) {
      highest = std::max(highest, value);
    }
    return highest;
  };
  CHECK(most("running") == 2);
  CHECK(most("waiting") == 1);
  CHECK(most("starting") == 1);
  CHECK(most("busy") == 2);
}

TEST_CASE(
    "A trace follows the rules of its format if attempts are lost, wait, share an instance or are dropped") {
  for (const char* const name :
       {"crash-and-retry",       "zone-outage",       "async-retries",    "client-timeout",
        "requests-per-instance", "timeout",           "vm-lifetime",      "vm-lifetime-while-starting",
        "binding-late",          "pre-warm-pool",     "frontend-latency", "topology",
        "admission-queue",       "no-room-refuse",    "evict-idle",       "cpu-sharing",
        "scaling-hedged",        "instance-lifetime", "closed-loop",      "provisioned",
        "keep-alive-spread"}) {
    INFO(name);
    const Trace trace = trace_of(lesson(name));
    CHECK(!trace.of("invocation").empty());
  }
}

TEST_CASE("A trace of a part of the run contains everything that overlaps the part") {
  const Folder folder;
  const std::string scenario = folder.write("small.yaml", support::kSmall);
  const Trace all = trace_of(scenario);
  const Trace part = trace_of(scenario, {"--from", "20s", "--to", "30s"});
  constexpr std::int64_t from = 20'000'000'000;
  constexpr std::int64_t to = 30'000'000'000;
  for (const char* const category : {"invocation", "execution", "start", "instance"}) {
    const std::vector<Slice> whole_run = all.of(category);
    const auto overlaps = std::count_if(whole_run.begin(), whole_run.end(), [&](const Slice& slice) {
      return slice.begin < to && (slice.end > from || slice.begin >= from);
    });
    CHECK(part.of(category).size() == static_cast<std::size_t>(overlaps));
  }
  for (const auto& [name, changes] : part.levels) {
    for (const auto& [at, level] : changes) {
      CHECK((at >= from && at < to));
    }
  }
}

TEST_CASE("A trace that reaches its size omits later events, and a message says so") {
  const Folder folder;
  const std::string scenario = folder.write("small.yaml", support::kSmall);
  const Ended ended =
      curtain({"run", scenario, "--perfetto", folder / "trace.json", "--perfetto-size", "100KiB"});
  REQUIRE(ended.status == 0);
  CHECK_THAT(ended.err, ContainsSubstring("the trace has reached its maximum size of 100KiB; events after "));
  const std::string text = read_file(folder / "trace.json");
  CHECK(text.size() > 90 * 1024);
  CHECK(text.size() < 200 * 1024);
  const Trace trace(text);
  const std::size_t at = ended.err.find(" including ") + 11;
  const std::string number = ended.err.substr(at, ended.err.find(' ', at) - at);
  std::string digits;
  std::copy_if(number.begin(), number.end(), std::back_inserter(digits), [](char c) { return c != ','; });
  const support::Json json = support::JsonReader::read(curtain({"run", scenario, "--json"}).out);
  CHECK(trace.of("invocation").size() + std::stoull(digits) ==
        static_cast<std::size_t>(json["metrics"]["invocations.arrived"].number));
}

TEST_CASE("A trace is never larger than its bound, also with long names and many open slices") {
  const Folder folder;
  std::string text = support::kSmall;
  const std::string plain = folder.write("small.yaml", text);
  const std::string open =
      folder.write("open.yaml",
                   "platform: ideal\nduration: 100s\ncold_start: {sandbox: 1s, function_init: 2s}\n"
                   "workload:\n  - poisson: {function: '" +
                       std::string(600, 'n') + "', rate: 20/s, duration: 30s}\n");
  for (const std::string& scenario : {plain, open}) {
    for (const int bytes : {400, 1'000, 5'000, 20'000, 60'000, 200'000}) {
      CAPTURE(scenario, bytes);
      const std::string name =
          folder / (std::to_string(bytes) + scenario.substr(scenario.rfind('/') + 1) + ".json");
      const Ended ended = curtain(
          {"run", scenario, "--perfetto", name, "--perfetto-size", std::to_string(bytes / 1024.0) + "KiB"});
      REQUIRE(ended.status == 0);
      const std::string written = read_file(name);
      CHECK(written.size() <= static_cast<std::size_t>(bytes));
      CHECK_NOTHROW(support::JsonReader::read(written));
      CHECK_THAT(ended.err, ContainsSubstring("the trace has reached its maximum size of "));
    }
  }
}

TEST_CASE(
    "A trace is compressed according to its name, with the same bytes each time, and changes no number") {
  const Folder folder;
  const std::string scenario = folder.write("small.yaml", support::kSmall);
  const std::string plain = support::without_run(curtain({"run", scenario, "--json"}).out);
  const Ended packed = curtain({"run", scenario, "--json", "--perfetto", folder / "trace.json.gz"});
  CHECK(support::without_run(packed.out) == plain);
  CHECK(read_file(folder / "trace.json.gz").substr(0, 2) == "\x1f\x8b");
  curtain({"run", scenario, "--audit", "--quiet", "--perfetto", folder / "again.json.gz"});
  CHECK(read_file(folder / "again.json.gz") == read_file(folder / "trace.json.gz"));
}

TEST_CASE("Options that cannot be combined with a trace are refused before the run") {
  const Folder folder;
  const std::string scenario = folder.write("small.yaml", support::kSmall);
  const auto wrong = [&](std::vector<std::string> options) {
    options.insert(options.begin(), {"run", scenario});
    const Ended ended = curtain(options);
    CHECK(ended.status == 2);
    CHECK(ended.out.empty());
    return ended.err;
  };
  CHECK_THAT(wrong({"--perfetto", "-"}), ContainsSubstring("--perfetto needs the name of a file"));
  CHECK_THAT(wrong({"--perfetto", folder / "t.csv"}),
             ContainsSubstring("a name that ends in .json or .json.gz"));
  CHECK_THAT(wrong({"--perfetto-size", "1MiB"}), ContainsSubstring("--perfetto-size needs --perfetto"));
  CHECK_THAT(wrong({"--perfetto", folder / "t.json", "--perfetto-size", "many"}),
             ContainsSubstring("--perfetto-size: "));
  CHECK_THAT(wrong({"--perfetto", folder / "t.json", "--perfetto-size", "0MiB"}),
             ContainsSubstring("--perfetto-size must be above 0"));
  CHECK_THAT(wrong({"--perfetto", folder / "t.json", "--perfetto-size", "0.1KiB"}),
             ContainsSubstring("--perfetto-size is 102 bytes, and the header of a trace needs "));
  CHECK_THAT(wrong({"--perfetto", folder / "t.json", "--replications", "3"}),
             ContainsSubstring("--perfetto needs a single run"));
  CHECK_THAT(wrong({"--perfetto", folder / "t.json", "--from", "2h"}),
             ContainsSubstring("--from 2h is not before the end of the run"));
  folder.write("there.json", "mine\n");
  CHECK_THAT(wrong({"--perfetto", folder / "there.json"}), ContainsSubstring("there.json' already exists"));
}

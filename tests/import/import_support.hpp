#pragma once
// Common functions for the tests of logs, which read a log from its text and record the results.
#include <atomic>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "models/import/read_log.hpp"
#include "tests/catch.hpp"
#include "tests/workload/workload_support.hpp"

namespace support {

/// An invocation with its own copies of its texts.
struct Told {
  std::string function;
  std::string tenant;
  std::string request;
  std::string status;
  curtain::LoggedInvocation times;  // the texts of the reader are no longer valid
};

struct Broken {
  curtain::Trouble trouble;
  std::string what;
  std::uint64_t line;
  std::string text;
};

class Collected : public curtain::LogSink {
 public:
  void take(const curtain::LoggedInvocation& invocation) override {
    all.push_back({std::string(invocation.function), std::string(invocation.tenant),
                   std::string(invocation.request), std::string(invocation.status), invocation});
  }
  void refuse(const curtain::BrokenRecord& record) override {
    broken.push_back({record.trouble, record.what, record.line, std::string(record.text)});
  }

  std::vector<Told> all;
  std::vector<Broken> broken;
};

/// The results of reading a log of one file.
class ReadLog {
 public:
  ReadLog(std::string_view kind, const std::string& text, const curtain::LogOptions& options = {},
          const std::string& name = "checkout.txt")
      : reading_(options, collected_) {
    const std::atomic<bool> interrupt{false};
    const std::string path = folder_.write(name, text);
    const std::unique_ptr<curtain::LogFormat> format = curtain::find_log_kind(kind)->make(reading_);
    curtain::read_log(path, *format, reading_, interrupt);
    format->finish();
    CHECK(counts().records == counts().invocations + counts().broken + counts().others);
    CHECK(counts().invocations == all().size());
    CHECK(counts().broken == broken().size());
  }

  [[nodiscard]] const std::vector<Told>& all() const { return collected_.all; }
  [[nodiscard]] const std::vector<Broken>& broken() const { return collected_.broken; }
  [[nodiscard]] const curtain::LogCounts& counts() { return reading_.counts(); }

 private:
  TemporaryFolder folder_;
  Collected collected_;
  curtain::LogReading reading_;
};

constexpr std::int64_t kMillisecond = 1'000'000;
constexpr std::int64_t kNoon = 1'681'041'662'345 * kMillisecond;  // 2023-04-09T12:01:02.345Z

inline const std::string kReport =
    "REPORT RequestId: 7f1c2d3e-0000-4000-8000-000000000001\tDuration: 12.34 ms\tBilled Duration: 13 ms\t"
    "Memory Size: 128 MB\tMax Memory Used: 70 MB\t";

}  // namespace support

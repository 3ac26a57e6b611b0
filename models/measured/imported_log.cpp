#include "models/measured/imported_log.hpp"

#include <fmt/format.h>

#include <atomic>

#include "models/import/read_log.hpp"
#include "models/measured/measured_kind.hpp"

namespace curtain {
namespace {

MeasuredTime measured(const std::optional<std::int64_t>& ns) {
  return ns ? MeasuredTime(*ns) : MeasuredTime();
}

/// Turns invocations into calls. A log of the platform has the times of the platform, so an invocation has no
/// response time of a client.
class MeasuredSink : public LogSink {
 public:
  explicit MeasuredSink(MeasuredLog& log) : log_(log), calls_(log) {}

  void take(const LoggedInvocation& told) override {
    MeasuredCall call;
    call.sent = told.arrival;
    call.duration = measured(told.duration);
    call.init = measured(told.init);
    call.billed = measured(told.billed);
    call.memory = told.memory.value_or(0);
    call.max_memory = told.max_memory.value_or(0);
    if (told.cold) {
      call.start = *told.cold ? MeasuredStart::cold : MeasuredStart::warm;
    }
    call.function = calls_.function(told.function);
    call.instance = calls_.instance(told.instance);
    calls_.add(call);
  }
  void refuse(const BrokenRecord& record) override {
    ++log_.refused;
    if (log_.refusals.size() < MeasuredLog::kMostRefusedShown) {
      log_.refusals.push_back({record.line, fmt::format("{}:{}: {}", record.path, record.line, record.what)});
    }
  }

 private:
  MeasuredLog& log_;
  MeasuredCalls calls_;
};

}  // namespace

void read_imported(const std::string& path, const LogKind& kind, MeasuredLog& log) {
  log.kind = kind.name;
  MeasuredSink sink(log);
  LogReading reading({}, sink);
  const std::unique_ptr<LogFormat> format = kind.make(reading);
  const std::atomic<bool> no_interrupt = false;
  read_log(path, *format, reading, no_interrupt);
  format->finish();
  log.rows = reading.counts().records;
  log.others = reading.counts().others;
}

}  // namespace curtain

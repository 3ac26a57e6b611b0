#include <stdexcept>
#include <string>

#include "models/policies/make.hpp"
#include "models/policies/pre_warm/seam.hpp"
#include "models/workload/cron.hpp"

namespace curtain {
namespace {

constexpr Duration kMinute = sim::minutes(1);

CronSchedule schedule_of(const char* parameter, const std::string& text) {
  try {
    return CronSchedule(text);
  } catch (const std::invalid_argument& refusal) {
    throw std::invalid_argument(std::string("pre_warm: scheduled: ") + parameter + ": " + refusal.what());
  }
}

/// The state is what the last fired schedule has set. At the start of the run, it is the opposite of what the
/// next schedule will set.
class Scheduled final : public PreWarmPolicy {
 public:
  explicit Scheduled(const Arguments& arguments)
      : from_(schedule_of("from", arguments.text(0))), until_(schedule_of("until", arguments.text(1))) {}

  [[nodiscard]] Needs needs() const override { return {.tick = kMinute, .provisioned = true}; }

  void on_run(const RunNotice& run) override {
    epoch_ = run.epoch;
    begins_ = from_.next(epoch_);
    ends_ = until_.next(epoch_);
    holds_ = ends_ < begins_;
    pass(epoch_);
  }
  void on_tick(Time now) override { pass(epoch_ + (now - Time{}).ns() / kMinute.ns()); }
  std::uint32_t floor(const PreWarmQuery& query) override { return holds_ ? query.provisioned : 0; }

 private:
  /// Applies the schedules at this minute. If both fire, `from` wins.
  void pass(std::int64_t minute) {
    if (ends_ <= minute) {
      holds_ = false;
      ends_ = until_.next(minute + 1);
    }
    if (begins_ <= minute) {
      holds_ = true;
      begins_ = from_.next(minute + 1);
    }
  }

  CronSchedule from_;
  CronSchedule until_;
  std::int64_t epoch_ = 0;
  std::int64_t begins_ = 0;  // the next minute of `from_`; ends_ is the next minute of `until_`
  std::int64_t ends_ = 0;
  bool holds_ = false;
};

}  // namespace

const PolicyDeclaration& pre_warm_scheduled() {
  static const PolicyDeclaration declaration{
      Seam::pre_warm,
      "scheduled",
      "keeps the number of instances in the function's `provisioned` at the times of a schedule, and none at "
      "other times",
      "AWS Lambda developer guide, 'Configuring provisioned concurrency': scheduled scaling by Application "
      "Auto Scaling, with one scheduled action that raises the number and one that lowers it to 0",
      {{"from", ParameterKind::text, "0 9 * * mon-fri", 0, 1,
        "cron expression for the times at which the instances are started: minute, hour, day of month, "
        "month, day of week in UTC (the default is an example, not taken from a platform)"},
       {"until", ParameterKind::text, "0 17 * * mon-fri", 0, 1,
        "cron expression for the times at which the instances are released (the default is also an "
        "example)"}},
      make_from_arguments<Scheduled>};
  return declaration;
}

}  // namespace curtain

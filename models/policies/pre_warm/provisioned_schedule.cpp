#include "models/policies/make.hpp"
#include "models/policies/scheduled_levels.hpp"

namespace curtain {
namespace {

class FromSchedule final : public PreWarmPolicy {
 public:
  explicit FromSchedule(const Arguments& arguments) : rate_(arguments.count(0)) {}

  [[nodiscard]] Needs needs() const override {
    Needs needs;
    needs.tick = sim::minutes(1);
    needs.provisioned = true;
    needs.provisioned_schedule = true;
    return needs;
  }
  void on_run(const RunNotice& run) override { levels_.begin(run.epoch); }
  std::uint32_t floor(const PreWarmQuery& query) override {
    return rate_.allocated(query, levels_.level(query));
  }

 private:
  ScheduledLevels levels_;
  AllocationRate rate_;
};

}  // namespace

const PolicyDeclaration& pre_warm_provisioned_schedule() {
  static const PolicyDeclaration declaration{
      Seam::pre_warm,
      "provisioned-schedule",
      "keeps the number of instances in the function's `provisioned`, and changes the number at the times of "
      "the "
      "function's `provisioned_schedule`",
      "AWS Lambda developer guide, 'Configuring provisioned concurrency': scheduled actions of Application "
      "Auto "
      "Scaling. AWS needs a minute or two to prepare an allocation, which is not simulated",
      {AllocationRate::parameter()},
      make_from_arguments<FromSchedule>};
  return declaration;
}

}  // namespace curtain

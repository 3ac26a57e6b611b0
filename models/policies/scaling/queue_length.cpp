#include "models/policies/make.hpp"
#include "models/policies/scaling/seam.hpp"

namespace curtain {
namespace {

class QueueLength final : public ScalingPolicy {
 public:
  explicit QueueLength(const Arguments& arguments) : per_instance_(arguments.count(0)) {}

  Scale decide(const ScalingQuery& query) override {
    // The length of the queue with this attempt would be waiting + 1.
    const std::uint64_t bearable = std::uint64_t{per_instance_} * query.live;
    return query.waiting + std::uint64_t{1} > bearable ? Scale::start : Scale::wait;
  }

 private:
  std::uint32_t per_instance_;
};

}  // namespace

const PolicyDeclaration& scaling_queue_length() {
  static const PolicyDeclaration declaration{
      Seam::scaling,
      "queue-length",
      "waits until the queue is longer than a given number of attempts for each live instance",
      "a threshold on the queue; no source needed",
      {{"per_instance", ParameterKind::count, "1", 1, 1e6,
        "number of waiting attempts for which one live instance is enough"}},
      make_from_arguments<QueueLength>};
  return declaration;
}

}  // namespace curtain

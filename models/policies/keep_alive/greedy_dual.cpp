#include "models/policies/make.hpp"
#include "models/policies/ranked_keep_alive.hpp"

namespace curtain {
namespace {

class GreedyDual final : public RankedKeepAlive {
 public:
  explicit GreedyDual(const Arguments& arguments) : RankedKeepAlive(arguments, true) {}

 protected:
  [[nodiscard]] double worth(const FunctionRow& function) const override {
    return static_cast<double>(function.frequency) * function.cost / function.size;
  }
};

}  // namespace

const PolicyDeclaration& keep_alive_greedy_dual() {
  static const PolicyDeclaration declaration{
      Seam::keep_alive,
      "greedy-dual",
      "when room is needed, evicts the instance with the lowest clock + frequency x cold start (ms) / memory "
      "(MiB)",
      "Fuerst & Sharma, ASPLOS 2021 (FaasCache), section 4; GD in its simulator",
      ranked_parameters(),
      make_from_arguments<GreedyDual>};
  return declaration;
}

}  // namespace curtain

#include "models/policies/make.hpp"
#include "models/policies/ranked_keep_alive.hpp"

namespace curtain {
namespace {

class LeastFrequentlyUsed final : public RankedKeepAlive {
 public:
  explicit LeastFrequentlyUsed(const Arguments& arguments)
      : RankedKeepAlive(arguments, arguments.integer(1) != 0) {}

 protected:
  [[nodiscard]] double worth(const FunctionRow& function) const override {
    return static_cast<double>(function.frequency) * (by() == RankedBy::simulator ? function.cost : 1);
  }
};

}  // namespace

const PolicyDeclaration& keep_alive_least_frequently_used() {
  static const PolicyDeclaration declaration{
      Seam::keep_alive,
      "least-frequently-used",
      "when room is needed, evicts an instance of the least frequently used function (simulator: the "
      "instance with the lowest clock + frequency x cold start)",
      "Fuerst & Sharma, ASPLOS 2021 (FaasCache), section 4; FREQ in its simulator",
      ranked_parameters(),
      make_from_arguments<LeastFrequentlyUsed>};
  return declaration;
}

}  // namespace curtain

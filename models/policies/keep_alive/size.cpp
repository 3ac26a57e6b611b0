#include "models/policies/make.hpp"
#include "models/policies/ranked_keep_alive.hpp"

namespace curtain {
namespace {

class Size final : public RankedKeepAlive {
 public:
  explicit Size(const Arguments& arguments) : RankedKeepAlive(arguments, arguments.integer(1) != 0) {}

 protected:
  [[nodiscard]] double worth(const FunctionRow& function) const override {
    return (by() == RankedBy::simulator ? static_cast<double>(function.frequency) : 1) / function.size;
  }
};

}  // namespace

const PolicyDeclaration& keep_alive_size() {
  static const PolicyDeclaration declaration{
      Seam::keep_alive,
      "size",
      "when room is needed, evicts the largest instance (simulator: the instance with the lowest clock + "
      "frequency / memory)",
      "Fuerst & Sharma, ASPLOS 2021 (FaasCache), section 4; SIZE in its simulator",
      ranked_parameters(),
      make_from_arguments<Size>};
  return declaration;
}

}  // namespace curtain

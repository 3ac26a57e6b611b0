#include "models/policies/make.hpp"
#include "models/policies/pre_warm/seam.hpp"

namespace curtain {
namespace {

class Pool final : public PreWarmPolicy {
 public:
  explicit Pool(const Arguments& arguments)
      : pool_{arguments.count(0), static_cast<Mebibytes>(arguments.integer(1))} {}
  std::uint32_t floor(const PreWarmQuery&) override { return 0; }
  [[nodiscard]] std::optional<GenericPool> pool() const override { return pool_; }

 private:
  GenericPool pool_;
};

}  // namespace

const PolicyDeclaration& pre_warm_pool() {
  static const PolicyDeclaration declaration{
      Seam::pre_warm,
      "pool",
      "keeps generic instances of one memory size; a start that takes a generic instance only has to "
      "download the code and to initialise the function",
      "Apache OpenWhisk, runtimes.json: 'stemCells' with a kind, a count and a memory size; here all "
      "functions have the same kind",
      {{"count", ParameterKind::count, "2", 0, 100'000,
        "number of instances in the pool; a taken instance is replaced at once (OpenWhisk's runtimes.json: "
        "nodejs, 2)"},
       {"memory", ParameterKind::mebibytes, "256MiB", 1, 1'048'576,
        "memory size of each instance; functions of other sizes do not use the pool (OpenWhisk's "
        "runtimes.json: 256 MB)"}},
      make_from_arguments<Pool>};
  return declaration;
}

}  // namespace curtain

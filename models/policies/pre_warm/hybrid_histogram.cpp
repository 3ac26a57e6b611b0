#include <stdexcept>

#include "models/policies/hybrid_histogram.hpp"
#include "models/policies/make.hpp"
#include "models/policies/pre_warm/seam.hpp"

namespace curtain {
namespace {

class StartsByHistogram final : public PreWarmPolicy {
 public:
  [[nodiscard]] Needs needs() const override { return {.start_times = true}; }
  std::uint32_t floor(const PreWarmQuery&) override { return 0; }
  std::optional<Time> start_at(const PreWarmQuery& query) override {
    const IdleWindows windows = model_->windows(query.function);
    last_ = windows;
    if (windows.pre_warm <= Duration{}) {
      return std::nullopt;
    }
    return sim::saturating_add(query.now, windows.pre_warm);
  }
  void work_with(KeepAlivePolicy& keep_alive) override {
    auto* const owner = dynamic_cast<HybridHistogramOwner*>(&keep_alive);
    if (owner == nullptr) {
      throw std::invalid_argument(
          "pre_warm: hybrid-histogram uses the histograms of the keep-alive policy; also choose keep_alive: "
          "hybrid-histogram");
    }
    model_ = &owner->share();
  }

  [[nodiscard]] std::string explain() const override { return last_ ? windows_text(*last_) : ""; }

 private:
  std::optional<IdleWindows> last_;
  const HybridHistogram* model_ = nullptr;
};

}  // namespace

const PolicyDeclaration& pre_warm_hybrid_histogram() {
  static const PolicyDeclaration declaration{
      Seam::pre_warm,
      "hybrid-histogram",
      "starts an instance of an idle function shortly before its next expected invocation, based on the "
      "histogram of the keep-alive policy of the same name",
      "Shahrad et al., 'Serverless in the Wild', USENIX ATC 2020, section 4.2",
      {},
      make_plain<StartsByHistogram>};
  return declaration;
}

}  // namespace curtain

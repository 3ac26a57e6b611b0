#include "models/policies/make.hpp"
#include "models/policies/queueing/seam.hpp"

namespace curtain {
namespace {

class Fifo final : public QueueingPolicy {
 public:
  std::int64_t key(const QueueingQuery& query) override { return static_cast<std::int64_t>(query.position); }
  [[nodiscard]] QueueOrder order() const override { return QueueOrder::first_in_first_out; }
};

}  // namespace

const PolicyDeclaration& queueing_fifo() {
  static const PolicyDeclaration declaration{
      Seam::queueing,
      "fifo",
      "serves the attempt that has waited longest",
      "Kleinrock, Queueing Systems, volume 1, 1975: first come, first served",
      {},
      make_plain<Fifo>};
  return declaration;
}

}  // namespace curtain

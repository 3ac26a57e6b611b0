#include "models/policies/make.hpp"
#include "models/policies/queueing/seam.hpp"

namespace curtain {
namespace {

class Lifo final : public QueueingPolicy {
 public:
  std::int64_t key(const QueueingQuery& query) override { return -static_cast<std::int64_t>(query.position); }
  [[nodiscard]] QueueOrder order() const override { return QueueOrder::last_in_first_out; }
};

}  // namespace

const PolicyDeclaration& queueing_lifo() {
  static const PolicyDeclaration declaration{
      Seam::queueing,
      "lifo",
      "serves the attempt that arrived last",
      "Kleinrock, Queueing Systems, volume 1, 1975: last come, first served, without preemption",
      {},
      make_plain<Lifo>};
  return declaration;
}

}  // namespace curtain

#pragma once
// The common base of the parts of the engine.

#include "models/platform/blame.hpp"
#include "models/platform/core/cell_state.hpp"
#include "models/platform/core/events.hpp"

namespace curtain {

/// A part of the engine `Core`, which is derived from all its parts. Each part owns the data of its concern.
/// A part uses the shared state, and calls public functions of other parts through core(). `Self` is the
/// class of the part. `Core::kObserved` states whether the engine has an observer.
template <class Core, class Self>
class Part {
 protected:
  Part() = default;

  [[nodiscard]] Core& core() { return static_cast<Core&>(static_cast<Self&>(*this)); }
  [[nodiscard]] const Core& core() const { return static_cast<const Core&>(static_cast<const Self&>(*this)); }

  // Access to the shared state
  [[nodiscard]] Rows& rows() { return cell().rows(); }
  [[nodiscard]] const Rows& rows() const { return cell().rows(); }
  [[nodiscard]] Cluster& cluster() { return cell().cluster(); }
  [[nodiscard]] const Cluster& cluster() const { return cell().cluster(); }
  [[nodiscard]] const FunctionTable& table() const { return cell().table(); }
  [[nodiscard]] const PolicySet& policies() const { return cell().policies(); }
  [[nodiscard]] const Notices& notices() const { return cell().notices(); }
  [[nodiscard]] Tally& tally() { return cell().tally(); }
  [[nodiscard]] const Tally& tally() const { return cell().tally(); }
  [[nodiscard]] const WarmPath& warm_path() const { return cell().warm_path(); }
  [[nodiscard]] Agenda& agenda() { return cell().agenda(); }
  [[nodiscard]] Time clock() const { return cell().CellState::now(); }
  [[nodiscard]] sim::DrawKey key(Purpose purpose) const { return cell().key(purpose); }
  [[nodiscard]] bool counted(const Request& row) const { return cell().counted(row); }
  void sync_levels(Time now) { cell().sync_levels(now); }

  void push(const sim::Event& event) { core().push(event); }

 private:
  [[nodiscard]] CellState& cell() { return core(); }
  [[nodiscard]] const CellState& cell() const { return core(); }
};

}  // namespace curtain

#pragma once
// The free memory of the open VMs of each isolation class, for attempts that wait for room.
#include <cstdint>
#include <map>
#include <utility>
#include <vector>

#include "models/words.hpp"
#include "sim/check.hpp"

namespace curtain {

/// Counts VMs by isolation class and free memory, and notes the classes in which free memory has grown.
class FreeRoom {
 public:
  /// Called when a VM of the class has opened with that free memory. O(log n) in the number of the class's
  /// VMs, like the other changes.
  void add(std::uint32_t isolation_class, Mebibytes free) {
    ++class_of(isolation_class).vms[free];
    note_growth(isolation_class);
  }
  /// Called when a VM of the class, which had that free memory, is closed to placement.
  void remove(std::uint32_t isolation_class, Mebibytes free) {
    auto& vms = class_of(isolation_class).vms;
    const auto place = vms.find(free);
    SIM_CHECK(place != vms.end());
    if (--place->second == 0) {
      vms.erase(place);
    }
  }
  void change(std::uint32_t isolation_class, Mebibytes from, Mebibytes to) {
    if (from == to) {
      return;
    }
    remove(isolation_class, from);
    ++class_of(isolation_class).vms[to];
    if (to > from) {
      note_growth(isolation_class);
    }
  }

  /// The largest free memory in one open VM of the class, or 0 if the class has no open VM. O(1).
  [[nodiscard]] Mebibytes most_free(std::uint32_t isolation_class) const {
    const bool has_vms = isolation_class < classes_.size() && !classes_[isolation_class].vms.empty();
    return has_vms ? classes_[isolation_class].vms.rbegin()->first : 0;
  }
  /// The classes in which add() or change() has increased free memory since the last call, each once.
  [[nodiscard]] std::vector<std::uint32_t> take_grown() {
    for (const std::uint32_t isolation_class : grown_) {
      classes_[isolation_class].has_grown = false;
    }
    return std::exchange(grown_, {});
  }

 private:
  struct Class {
    std::map<Mebibytes, std::uint32_t> vms;  // number of VMs by their free memory
    bool has_grown = false;                  // whether the class is in grown_
  };

  Class& class_of(std::uint32_t isolation_class) {
    if (isolation_class >= classes_.size()) {
      classes_.resize(std::size_t{isolation_class} + 1);
    }
    return classes_[isolation_class];
  }
  void note_growth(std::uint32_t isolation_class) {
    if (!classes_[isolation_class].has_grown) {
      classes_[isolation_class].has_grown = true;
      grown_.push_back(isolation_class);
    }
  }

  std::vector<Class> classes_;
  std::vector<std::uint32_t> grown_;
};

}  // namespace curtain

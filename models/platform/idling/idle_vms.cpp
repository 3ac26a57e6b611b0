#include "models/platform/idling/idle_vms.hpp"

#include "sim/check.hpp"

namespace curtain {

IdleVms::Row& IdleVms::unlisted(std::uint32_t vm) {
  if (vm >= rows_.size()) {
    rows_.resize(vm + 1);
  }
  Row& row = rows_[vm];
  if (row.is_listed) {
    whole_.erase({row.largest, vm});
    row.is_listed = false;
  }
  return row;
}

void IdleVms::list(std::uint32_t vm) {
  Row& row = rows_[vm];
  if (!is_whole(row)) {
    return;
  }
  if (row.exact) {
    whole_.emplace(row.largest, vm);
    row.is_listed = true;
  } else if (!row.is_unsure) {
    unsure_.push_back(vm);
    row.is_unsure = true;
  }
}

void IdleVms::put(std::uint32_t vm) {
  if (unlisted(vm).instances++ == 0) {
    empty_.erase(vm);
  }
}

void IdleVms::take(std::uint32_t vm) {
  Row& row = unlisted(vm);
  SIM_CHECK(row.instances > row.idle);
  if (--row.instances == 0) {
    empty_.insert(vm);
  }
  list(vm);
}

void IdleVms::enter(std::uint32_t vm, const Key& key) {
  Row& row = unlisted(vm);
  SIM_CHECK(row.idle < row.instances);
  if (row.idle++ == 0 || key >= row.largest) {
    row.largest = key;
    row.exact = true;
  }
  list(vm);
}

void IdleVms::leave(std::uint32_t vm, const Key& key) {
  Row& row = unlisted(vm);
  SIM_CHECK(row.idle > 0);
  --row.idle;
  row.exact = row.exact && key != row.largest;
}

}  // namespace curtain

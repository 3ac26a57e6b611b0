#pragma once
// The keys of workload entries that generate the arrivals of one function: `- renewal: {..}`, `- timer:
// {..}`, `- mmpp: {..}`, `- on-off: {..}`, `- curve: {..}`, `- diurnal: {..}`, `- closed-loop: {..}`, `-
// batch: {..}`, `- cold-share: {..}`.
#include <memory>

#include "models/config/field_table.hpp"
#include "models/workload/specification.hpp"

namespace curtain::config {

std::shared_ptr<const FieldTable<RenewalSpec>> renewal_fields();
std::shared_ptr<const FieldTable<TimerSpec>> timer_fields();
std::shared_ptr<const FieldTable<MmppSpec>> mmpp_fields();
std::shared_ptr<const FieldTable<OnOffSpec>> on_off_fields();
std::shared_ptr<const FieldTable<CurveSpec>> curve_fields();
std::shared_ptr<const FieldTable<DiurnalSpec>> diurnal_fields();
std::shared_ptr<const FieldTable<ClosedLoopSpec>> closed_loop_fields();
std::shared_ptr<const FieldTable<BatchSpec>> batch_fields();
std::shared_ptr<const FieldTable<ColdShareSpec>> cold_share_fields();

}  // namespace curtain::config

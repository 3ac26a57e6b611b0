#include "tools/curtain/results/invocations_npy.hpp"

#include <fmt/format.h>

#include <array>
#include <bit>
#include <cstddef>
#include <limits>
#include <string_view>
#include <utility>

#include "sim/json_writer.hpp"

namespace curtain::tools {
namespace {

/// One row, with the layout that it has in the file. kFields describes this layout.
struct NpyRow {
  std::int64_t n;
  std::uint32_t tenant;
  std::uint32_t function;
  std::int64_t arrival_ns;
  std::int64_t dispatch_ns;
  std::int64_t start_ns;
  std::int64_t end_ns;
  std::int64_t answer_ns;
  std::int64_t charged_ns;
  std::int64_t instance;
  std::int64_t vm;
  std::int64_t host;
  std::uint32_t attempts;
  std::int8_t start;
  std::int8_t outcome;
  std::int8_t reason;
  std::uint8_t counted;
};

constexpr std::string_view kFields =
    "[('n', '<i8'), ('tenant', '<u4'), ('function', '<u4'), ('arrival_ns', '<i8'), ('dispatch_ns', '<i8'), "
    "('start_ns', '<i8'), ('end_ns', '<i8'), ('answer_ns', '<i8'), ('charged_ns', '<i8'), "
    "('instance', '<i8'), ('vm', '<i8'), ('host', '<i8'), ('attempts', '<u4'), ('start', '|i1'), "
    "('outcome', '|i1'), ('reason', '|i1'), ('counted', '|b1')]";
constexpr std::size_t kHeader = 512;  // length in bytes; the format requires a multiple of 64
constexpr std::int8_t kNoCode = -1;
constexpr std::int8_t kInFlight = static_cast<std::int8_t>(kOutcomes);
constexpr std::array<std::string_view, 3> kStartCodes = {"warm", "cold", "waited"};
constexpr std::array<std::string_view, kOutcomes + 1> kOutcomeCodes = {"completed", "failed",    "throttled",
                                                                       "timed_out", "expired",   "refused",
                                                                       "errored",   "abandoned", "in_flight"};

/// The header of the file. Its length does not depend on the number of rows.
std::string npy_header(std::uint64_t rows) {
  std::string header("\x93NUMPY\x01\x00", 8);
  const auto length = static_cast<std::uint16_t>(kHeader - header.size() - 2);
  header += static_cast<char>(length & 0xffu);
  header += static_cast<char>(length >> 8u);
  header += fmt::format("{{'descr': {}, 'fortran_order': False, 'shape': ({},), }}", kFields, rows);
  header.resize(kHeader - 1, ' ');
  return header + '\n';
}

std::int64_t npy_time(Time time) {
  return time == Time::never() ? -1 : time.ns();
}

std::int64_t npy_number(std::uint64_t number) {
  return number == InvocationRow::kNoNumber ? -1 : static_cast<std::int64_t>(number);
}

NpyRow npy_row(const InvocationRow& row, std::uint32_t tenant) {
  const bool has_started = row.started != Time::never();
  const bool has_ended = row.answered != Time::never();
  const bool has_reason = has_ended && (row.outcome == Outcome::throttled || row.outcome == Outcome::refused);
  return {static_cast<std::int64_t>(row.n),
          tenant,
          row.function.value(),
          npy_time(row.arrival),
          npy_time(row.dispatched),
          npy_time(row.started),
          npy_time(row.ended),
          npy_time(row.answered),
          row.charged.ns(),
          npy_number(row.instance),
          npy_number(row.vm),
          npy_number(row.host),
          row.attempts,
          has_started ? static_cast<std::int8_t>(row.start) : kNoCode,
          has_ended ? static_cast<std::int8_t>(row.outcome) : kInFlight,
          has_reason ? static_cast<std::int8_t>(row.why) : kNoCode,
          static_cast<std::uint8_t>(row.is_counted ? 1 : 0)};
}

}  // namespace

static_assert(sizeof(NpyRow) == 96 && offsetof(NpyRow, attempts) == 88 && offsetof(NpyRow, counted) == 95);
static_assert(std::endian::native == std::endian::little, "the fields are written as they are in memory");

InvocationsNpy::InvocationsNpy(const std::string& path)
    : file_(path, "--invocations", npy_header(0), OutputFile::Content::other),
      names_file_(path + ".json", "--invocations", OutputFile::Content::other) {}

void InvocationsNpy::add(FunctionName name) {
  const auto [found, is_new] =
      tenant_numbers_.emplace(name.tenant, static_cast<std::uint32_t>(tenants_.size()));
  if (is_new) {
    tenants_.push_back(std::move(name.tenant));
  }
  tenant_of_.push_back(found->second);
  functions_.push_back(std::move(name.function));
}

void InvocationsNpy::write(const std::vector<InvocationRow>& rows) {
  std::array<NpyRow, 256> block;
  std::size_t filled = 0;
  const auto flush = [&] {
    file_.write({reinterpret_cast<const char*>(block.data()), filled * sizeof(NpyRow)});
    filled = 0;
  };
  for (const InvocationRow& row : rows) {
    block[filled++] = npy_row(row, tenant_of_[row.function.index()]);
    if (filled == block.size()) {
      flush();
    }
  }
  flush();
  rows_ += rows.size();
}

std::string InvocationsNpy::names() const {
  sim::JsonWriter json;
  json.object(sim::JsonLayout::lines, [&] {
    json.list("functions", functions_);
    json.key("tenant_of_function");
    json.array(sim::JsonLayout::line, [&] {
      for (const std::uint32_t tenant : tenant_of_) {
        json.value(tenant);
      }
    });
    json.list("tenants", tenants_);
    json.list("start", kStartCodes);
    json.list("outcome", kOutcomeCodes);
    json.list("reason", kRejectionNames);
  });
  return json.document();
}

void InvocationsNpy::commit() {
  names_file_.write(names());
  file_.begin_with(npy_header(rows_));
  file_.commit();
  names_file_.commit();
}

}  // namespace curtain::tools

#include "models/sampling/csv_sampling.hpp"

#include <stdexcept>

#include "models/workload/csv_trace_writer.hpp"

namespace curtain {
namespace {

constexpr std::size_t kSampledBatch = 4096;

}  // namespace

WorkloadSummary CsvSampling::summary() {
  const std::unique_ptr<ArrivalSource> source = calls_.open(table_);
  return summarise(*source, table_, settings_.slice, settings_.interrupt);
}

Duration CsvSampling::unit() const {
  const bool is_long = whole_.last - whole_.first >= sim::hours(1);
  return is_long ? sim::minutes(1) : sim::milliseconds(1);
}

/// Writes each call to the texts of all samples that contain its function.
class CsvSampling::Copy {
 public:
  Copy(CsvSampling& of, std::vector<CsvTraceWriter>& rows)
      : of_(of),
        rows_(rows),
        depth_(of.depths(of.table_.size())),
        thinning_(of.thinning()),
        calls_(of.table_.size()),
        is_heard_(of.table_.size()) {}

  void take(Arrival call) {
    const TraceSlice& slice = of_.settings_.slice;
    if (!slice.contains(call.time)) {
      return;
    }
    const std::size_t function = call.function.index();
    if (function >= depth_.size() || call.time > of_.whole_.last) {
      throw std::runtime_error("the trace changed while it was read");
    }
    of_.profile_.add(call.time);
    const bool is_kept = thinning_.keeps(static_cast<std::uint32_t>(function), calls_[function]++);
    const Time time = call.time;
    call.time = Time{} + (call.time - slice.from);
    for (std::size_t k = 0; k < depth_[function]; ++k) {
      of_.samples_[k].profile.add(time);
      if (is_kept) {
        rows_[k].write(call);
        ++of_.samples_[k].kept;
      }
    }
    is_heard_[function] = is_heard_[function] || is_kept;
  }

  void count_silent() {
    for (TraceSample& taken : of_.samples_) {
      for (const std::uint32_t i : taken.sample.chosen) {
        taken.silent += is_heard_[of_.whole_.functions[i].function] ? 0 : 1;
      }
    }
  }

 private:
  CsvSampling& of_;
  std::vector<CsvTraceWriter>& rows_;
  std::vector<std::uint8_t> depth_;  // indexed by function, like the next members
  Thinning thinning_;
  std::vector<std::uint64_t> calls_;
  std::vector<bool> is_heard_;
};

bool CsvSampling::write(const OpenSampleText& open) {
  FunctionTable table;  // filled again in the same order
  const std::unique_ptr<ArrivalSource> source = calls_.open(table);
  const bool has_tenants = calls_.has_tenants(table_);
  std::vector<std::unique_ptr<TextOutput>> texts;
  std::vector<CsvTraceWriter> rows;
  rows.reserve(samples_.size());
  for (std::size_t i = 0; i < samples_.size(); ++i) {
    texts.push_back(open(i, ""));
    rows.emplace_back(*texts.back(), table, has_tenants);
  }
  Copy copy(*this, rows);
  std::vector<Arrival> batch(kSampledBatch);
  std::uint64_t read = 0;
  for (bool is_done = false; !is_done;) {
    if (is_interrupted()) {
      return false;
    }
    const std::size_t count = source->fill(batch);
    is_done = count == 0 || batch[count - 1].time >= settings_.slice.to;
    for (std::size_t i = 0; i < count; ++i) {
      copy.take(batch[i]);
    }
    read += count;
    if (count > 0) {
      calls_.progress(batch[count - 1].time, read);
    }
  }
  copy.count_silent();
  for (const std::unique_ptr<TextOutput>& text : texts) {
    text->commit();
  }
  return true;
}

}  // namespace curtain

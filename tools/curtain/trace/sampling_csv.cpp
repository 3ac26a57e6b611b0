#include <fmt/format.h>

#include <stdexcept>

#include "models/config/quantity.hpp"
#include "tools/curtain/results/output_file.hpp"
#include "tools/curtain/text/progress.hpp"
#include "tools/curtain/trace/azure_2019_cut.hpp"
#include "tools/curtain/trace/sampling.hpp"
#include "tools/curtain/trace/trace_csv.hpp"

namespace curtain::tools {
namespace {

constexpr std::size_t kBatch = 4096;

class CsvSampling : public Sampling {
 public:
  using Sampling::Sampling;

 private:
  void check_out(const std::string& path) const override {
    if (!path.empty()) {
      OutputFile::check(path);
    }
    if (!command_.packing.empty()) {
      throw UsageError{
          "--pack is for the three files of azure-2019; a csv is packed as its name says: .gz or "
          ".zst"};
    }
  }

  [[nodiscard]] Duration unit() const override {
    const bool is_long = context_.whole.last - context_.whole.first >= sim::hours(1);
    return is_long ? sim::minutes(1) : sim::milliseconds(1);
  }

  WorkloadSummary summary() override {
    const std::unique_ptr<ArrivalSource> source = open_calls(scenario_, 0, table_);
    return summarise(*source, table_, slice_, &interrupt_);
  }

  void write() override {
    FunctionTable table;  // is filled again, in the same order
    const std::unique_ptr<ArrivalSource> source = open_calls(scenario_, 0, table);
    has_tenants_ = names_tenants(scenario_, table_);
    std::vector<std::unique_ptr<OutputFile>> files;
    std::vector<TraceCsv> rows;
    rows.reserve(samples_.size());
    for (const WrittenSample& written : samples_) {
      files.push_back(std::make_unique<OutputFile>(path_of(written.sample.chosen.size())));
      rows.emplace_back(*files.back(), table, has_tenants_);
    }
    copy(*source, rows);
    for (std::size_t i = 0; i < samples_.size(); ++i) {
      files[i]->commit();
      samples_[i].paths = {files[i]->path()};
      samples_[i].entry = csv_entry(files[i]->path(), has_tenants_, table_);
    }
  }

  void copy(ArrivalSource& source, std::vector<TraceCsv>& rows) {
    const std::vector<std::uint8_t> depth = depths(table_.size());
    const std::optional<sim::DrawKey> key = thinning();
    std::vector<std::uint64_t> calls(table_.size());
    std::vector<bool> is_heard(table_.size());
    std::vector<Arrival> batch(kBatch);
    ProgressLine progress(!command_.common.quiet && !command_.common.json);
    std::uint64_t read = 0;
    for (bool is_done = false; !is_done;) {
      if (interrupt_.load()) {
        throw Interrupted{};
      }
      const std::size_t count = source.fill(batch);
      is_done = count == 0 || batch[count - 1].time >= slice_.to;
      for (std::size_t i = 0; i < count; ++i) {
        Arrival call = batch[i];
        if (!slice_.contains(call.time)) {
          continue;
        }
        const std::size_t function = call.function.index();
        if (function >= depth.size() || call.time > context_.whole.last) {
          throw std::runtime_error("the trace changed while it was read");
        }
        context_.profile.add(call.time);
        const bool kept =
            !key || is_kept(*key, static_cast<std::uint32_t>(function), calls[function]++, command_.scale);
        const Time time = call.time;
        call.time = Time{} + (call.time - slice_.from);
        for (std::size_t k = 0; k < depth[function]; ++k) {
          samples_[k].profile.add(time);
          if (kept) {
            rows[k].write(call);
            ++samples_[k].kept;
          }
        }
        is_heard[function] = is_heard[function] || kept;
      }
      read += count;
      if (count > 0) {
        show_progress(progress, context_.whole.last, batch[count - 1].time, read);
      }
    }
    for (WrittenSample& written : samples_) {
      for (const std::uint32_t i : written.sample.chosen) {
        written.silent += is_heard[context_.whole.functions[i].function] ? 0 : 1;
      }
    }
  }

  void add_notes() override {
    if (slice_.from > Time{}) {
      context_.notes.push_back(fmt::format("times are from {} on, which is zero now",
                                           config::format_duration(slice_.from - Time{})));
    }
    if (const std::string traits = unsaid_traits(table_); !traits.empty()) {
      context_.notes.push_back(
          "a csv does not carry what functions differ in, so that these are to be given "
          "them again: " +
          traits);
    }
  }

  FunctionTable table_;
  bool has_tenants_ = false;
};

}  // namespace

std::unique_ptr<Sampling> csv_sampling(const TraceSampleCommand& command, const Scenario& scenario,
                                       const std::atomic<bool>& interrupt) {
  return std::make_unique<CsvSampling>(command, scenario, interrupt);
}

}  // namespace curtain::tools

#include "models/workload/entry_source.hpp"

#include <utility>

namespace curtain {
namespace {

class EntrySource final : public ArrivalSource {
 public:
  EntrySource(std::uint32_t entry, std::unique_ptr<ArrivalSource> source, FunctionTable& table)
      : entry_(entry), source_(std::move(source)), table_(table) {}

  std::size_t fill(std::span<Arrival> out) override {
    table_.begin_entry(entry_);
    return source_->fill(out);
  }
  [[nodiscard]] std::optional<Time> horizon() const override { return source_->horizon(); }
  [[nodiscard]] std::vector<ClientGroup> clients() const override { return source_->clients(); }
  [[nodiscard]] std::vector<std::shared_ptr<const Programme>> programmes() const override {
    return source_->programmes();
  }

 private:
  std::uint32_t entry_;
  std::unique_ptr<ArrivalSource> source_;
  FunctionTable& table_;
};

}  // namespace

std::unique_ptr<ArrivalSource> of_entry(std::uint32_t entry, std::unique_ptr<ArrivalSource> source,
                                        FunctionTable& table) {
  return std::make_unique<EntrySource>(entry, std::move(source), table);
}

}  // namespace curtain

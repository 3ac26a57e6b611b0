#include "models/workload/entry_source.hpp"

#include "models/workload/memory_source.hpp"
#include "tests/catch.hpp"

using namespace curtain;

namespace {

/// A source that names a function while it is read, like the rows of a trace.
class NamesLater final : public ArrivalSource {
 public:
  NamesLater(FunctionTable& table, const char* name) : table_(table), name_(name) {}
  std::size_t fill(std::span<Arrival>) override {
    table_.function(table_.tenant("t"), name_, 128, {});
    return 0;
  }

 private:
  FunctionTable& table_;
  const char* name_;
};

}  // namespace

TEST_CASE("Functions found while a source is read belong to its entry") {
  FunctionTable table;
  const auto first = of_entry(0, std::make_unique<NamesLater>(table, "a"), table);
  const auto second = of_entry(1, std::make_unique<NamesLater>(table, "b"), table);
  const auto third = of_entry(2, std::make_unique<NamesLater>(table, "a"), table);
  std::vector<Arrival> batch(1);
  second->fill(batch);
  first->fill(batch);
  const FunctionId b{0u};
  const FunctionId a{1u};
  CHECK(table.is_of_entry(a, 0));
  CHECK_FALSE(table.is_of_entry(a, 1));
  CHECK(table.is_of_entry(b, 1));
  CHECK_FALSE(table.is_shared(a));
  third->fill(batch);
  CHECK(table.is_of_entry(a, 0));
  CHECK(table.is_of_entry(a, 2));
  CHECK(table.is_shared(a));
  CHECK_FALSE(table.is_shared(b));
}

TEST_CASE("An entry has the horizon of its source") {
  FunctionTable table;
  const auto source = of_entry(3, std::make_unique<MemorySource>(std::vector<Arrival>{}, Time{1'000}), table);
  CHECK(source->horizon() == Time{1'000});
  CHECK(source->clients().empty());
}

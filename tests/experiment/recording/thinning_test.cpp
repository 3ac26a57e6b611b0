#include "models/experiment/recording/thinning.hpp"

#include "tests/catch.hpp"

using namespace curtain;

namespace {

Record of_call(RecordKind kind, std::uint64_t at, std::uint32_t instance, std::uint32_t function,
               std::uint64_t n) {
  Record record;
  record.kind = kind;
  record.at = at;
  record.instance = instance;
  record.function = function;
  record.n = n;
  return record;
}

/// Writes the records of two functions, each with an instance and a call that waits, starts and ends.
std::vector<Record> two_functions() {
  return {of_call(RecordKind::created, 1, 0, 0, 0),   of_call(RecordKind::created, 2, 1, 1, 0),
          of_call(RecordKind::waiting, 3, 0, 0, 1),   of_call(RecordKind::waiting, 4, 0, 1, 1),
          of_call(RecordKind::ready, 5, 0, 0, 0),     of_call(RecordKind::started, 6, 0, 0, 1),
          of_call(RecordKind::ready, 7, 1, 0, 0),     of_call(RecordKind::started, 8, 1, 1, 1),
          of_call(RecordKind::lost, 9, 0, 1, 2),      of_call(RecordKind::left, 10, 0, 1, 1),
          of_call(RecordKind::ended, 11, 1, 0, 0),    of_call(RecordKind::idle, 11, 1, 0, 0),
          of_call(RecordKind::ended, 12, 0, 0, 0),    of_call(RecordKind::idle, 12, 0, 0, 0),
          of_call(RecordKind::reclaimed, 13, 1, 0, 0)};
}

std::vector<Record> all_in(const std::string& bytes) {
  std::vector<Record> records;
  RecordReader reader(bytes);
  while (const std::optional<Record> record = reader.next()) {
    records.push_back(*record);
  }
  return records;
}

}  // namespace

TEST_CASE("Without the calls of a function, its instances and all other records remain") {
  const std::vector<Record> records = two_functions();
  std::string bytes;
  RecordWriter writer;
  for (const Record& record : records) {
    writer.write(record, bytes);
  }
  const Thinned same = without_calls(bytes, {1, 1});
  CHECK(all_in(same.bytes) == records);
  CHECK(same.records == records.size());

  Thinned thinned = without_calls(bytes, {1, 0});
  std::vector<Record> expected;
  for (const std::size_t place : {0, 1, 2, 4, 5, 6, 12, 13, 14}) {
    expected.push_back(records[place]);
  }
  expected[1].has_calls = false;
  CHECK(all_in(thinned.bytes) == expected);
  CHECK(thinned.records == expected.size());

  // The writer continues after these bytes.
  thinned.writer.write(of_call(RecordKind::started, 20, 0, 0, 2), thinned.bytes);
  CHECK(all_in(thinned.bytes).back() == of_call(RecordKind::started, 20, 0, 0, 2));
}

TEST_CASE("The busiest half is the fewest functions with half of the calls") {
  CHECK(busiest_half({}).empty());
  CHECK(busiest_half({0, 0}).empty());
  CHECK(busiest_half({1, 5, 3}) == std::vector<std::uint32_t>{1});
  CHECK(busiest_half({3, 1, 3, 3}) == std::vector<std::uint32_t>{0, 2});
  CHECK(busiest_half({0, 2, 0}) == std::vector<std::uint32_t>{1});
}

#include "models/experiment/recording/record_code.hpp"

#include <string>
#include <vector>

#include "models/metrics/observer.hpp"
#include "tests/catch.hpp"

using namespace curtain;

namespace {

Record record_at(RecordKind kind, std::uint64_t at) {
  Record record;
  record.kind = kind;
  record.at = at;
  return record;
}

std::vector<Record> records_in(const std::string& bytes) {
  std::vector<Record> records;
  RecordReader reader(bytes);
  while (const std::optional<Record> record = reader.next()) {
    records.push_back(*record);
  }
  return records;
}

std::vector<Record> one_of_each_kind() {
  std::vector<Record> records;
  Record vm = record_at(RecordKind::vm_opened, 5);
  vm.vm = 3;
  vm.host = 200;
  vm.number = 17;
  vm.capacity = 3'328;
  records.push_back(vm);
  Record created = record_at(RecordKind::created, 5);
  created.instance = 9;
  created.vm = 3;
  created.function = 2;
  created.memory = 512;
  created.serial = 4;
  created.starting = 250'000;
  created.init = 100'000;
  records.push_back(created);
  created.instance = 1;
  created.memory = 128;  // smaller than the memory of the previous record
  created.serial = 0;
  created.has_calls = false;
  records.push_back(created);
  Record waiting = record_at(RecordKind::waiting, 5);
  waiting.function = 2;
  waiting.n = 40;
  records.push_back(waiting);
  Record ready = record_at(RecordKind::ready, 250'005);
  ready.instance = 9;
  records.push_back(ready);
  Record started = record_at(RecordKind::started, 250'005);
  started.instance = 9;
  started.function = 2;
  started.n = 40;
  started.start = static_cast<std::uint8_t>(StartKind::cold);
  started.was_waiting = true;
  records.push_back(started);
  started.n = 41;  // the expected record
  started.start = static_cast<std::uint8_t>(StartKind::waited);
  started.was_waiting = false;
  records.push_back(started);
  Record ended = record_at(RecordKind::ended, std::uint64_t{1} << 50);
  ended.instance = 9;
  ended.place = 1;
  ended.charged = 300'000;
  records.push_back(ended);
  ended.place = 0;
  ended.charged.reset();
  records.push_back(ended);
  Record idle = record_at(RecordKind::idle, ended.at);
  idle.instance = 9;
  idle.keep = 600'000'000;
  records.push_back(idle);
  idle.keep.reset();
  records.push_back(idle);
  Record lost = record_at(RecordKind::lost, ended.at);
  lost.function = 2;
  lost.n = 39;
  lost.outcome = Outcome::refused;
  lost.why = Rejection::too_large;
  lost.was_waiting = true;
  records.push_back(lost);
  lost.outcome = Outcome::errored;
  lost.why = Rejection::account_limit;
  lost.was_waiting = false;
  lost.comes_again = true;
  lost.had_left = true;
  records.push_back(lost);
  Record left = record_at(RecordKind::left, ended.at);
  left.function = 2;
  left.n = 40;
  records.push_back(left);
  Record draining = record_at(RecordKind::draining, ended.at + 1);
  draining.instance = 1;
  records.push_back(draining);
  Record reclaimed = record_at(RecordKind::reclaimed, ended.at + 1);
  reclaimed.instance = 1;
  reclaimed.reason = Reclaimed::unneeded;
  records.push_back(reclaimed);
  for (const RecordKind kind : {RecordKind::vm_crashed, RecordKind::vm_released}) {
    Record gone = record_at(kind, ended.at + 1);
    gone.vm = 3;
    records.push_back(gone);
  }
  for (const RecordKind kind : {RecordKind::host_down, RecordKind::host_up}) {
    Record host = record_at(kind, ended.at + 2);
    host.host = 200;
    records.push_back(host);
  }
  return records;
}

}  // namespace

TEST_CASE("Records of each kind are read as they were written") {
  const std::vector<Record> records = one_of_each_kind();
  std::string bytes;
  RecordWriter writer;
  for (const Record& record : records) {
    const std::size_t before = bytes.size();
    writer.write(record, bytes);
    CHECK(bytes.size() - before <= RecordWriter::kLongest);
  }
  CHECK(records_in(bytes) == records);
}

TEST_CASE("An end and the following idleness share their bytes") {
  std::string bytes;
  RecordWriter writer;
  Record created = record_at(RecordKind::created, 0);
  created.instance = 7;
  writer.write(created, bytes);
  const std::size_t before = bytes.size();
  Record ended = record_at(RecordKind::ended, 100);
  ended.instance = 7;
  ended.charged = 200;
  Record idle = record_at(RecordKind::idle, 100);
  idle.instance = 7;
  idle.keep = 60;
  writer.write_ended_idle(ended, idle, bytes);
  CHECK(bytes.size() - before == 1 + 1 + 1 + 1 + 2);  // bytes of kind, time, instance, keep-alive, charge
  ended.at = idle.at = 150;
  ended.charged.reset();
  writer.write_ended_idle(ended, idle, bytes);
  CHECK(bytes.size() - before == 6 + 3);  // the record has the same keep-alive again
  const std::vector<Record> records = records_in(bytes);
  REQUIRE(records.size() == 5);
  CHECK(records[1].charged == std::optional<std::uint64_t>(200));
  CHECK(records[3] == ended);
  CHECK(records[4] == idle);
}

TEST_CASE("The usual pair of records of a warm invocation takes ten bytes") {
  std::string bytes;
  RecordWriter writer;
  Record created = record_at(RecordKind::created, 0);
  created.instance = 300;
  writer.write(created, bytes);
  Record started = record_at(RecordKind::started, 0);
  started.instance = 300;
  Record ended = record_at(RecordKind::ended, 0);
  ended.instance = 300;
  Record idle = record_at(RecordKind::idle, 0);
  idle.instance = 300;
  idle.keep = 600'000'000;
  for (std::uint64_t i = 0; i < 3; ++i) {
    const std::size_t before = bytes.size();
    started.at = 30'000 * (2 * i + 1);
    started.n = i + 1;
    ended.at = idle.at = started.at + 10'000;
    writer.write(started, bytes);
    writer.write_ended_idle(ended, idle, bytes);
    CHECK(bytes.size() - before == (i == 0 ? 16 : 11));  // the keep-alive is in the first record
  }
}

TEST_CASE("Truncated bytes and bytes of another format are refused with their position") {
  std::string bytes;
  RecordWriter writer;
  std::vector<std::size_t> ends{0};
  for (const Record& record : one_of_each_kind()) {
    writer.write(record, bytes);
    ends.push_back(bytes.size());
  }
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    const bool is_whole = std::find(ends.begin(), ends.end(), size) != ends.end();
    INFO(size);
    if (is_whole) {
      CHECK_NOTHROW(records_in(bytes.substr(0, size)));
    } else {
      CHECK_THROWS_AS(records_in(bytes.substr(0, size)), RecordingError);
    }
  }
  CHECK_THROWS_WITH(records_in(std::string("\x87\x00", 2)), "byte 2 is not a valid byte of a recording");
  CHECK_THROWS_AS(records_in(std::string("\x3D\x00\x01", 3)), RecordingError);  // no such reason
  CHECK_THROWS_AS(records_in(std::string(12, '\xFF')), RecordingError);
}

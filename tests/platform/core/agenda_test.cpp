#include "models/platform/core/agenda.hpp"

#include <string>

#include "tests/catch.hpp"

using namespace curtain;

namespace {

/// Returns all noted facts in the order of processing, each with the number of its step and its subject.
std::string all_of(Agenda& agenda) {
  std::string text;
  while (!agenda.empty()) {
    const Agenda::Fact fact = agenda.take();
    text += std::to_string(static_cast<int>(fact.step)) + ":" + std::to_string(fact.subject) + " ";
  }
  return text;
}

}  // namespace

TEST_CASE("facts are processed by kind, and within a kind in the order in which they were first noted") {
  Agenda agenda;
  CHECK(agenda.empty());
  CHECK(agenda.take().step == Agenda::Step::nothing);
  agenda.note_admission(4);
  agenda.note_pool();
  agenda.note_room();
  agenda.note_floor(7);
  agenda.note_own_queue(9);
  agenda.note_own_queue(3);
  agenda.note_own_queue(9);
  agenda.note_admission(1);
  CHECK(all_of(agenda) == "0:9 0:3 1:7 2:0 3:0 4:4 4:1 ");
  CHECK(agenda.empty());
}

TEST_CASE("a fact noted during processing is processed before facts of later kinds") {
  Agenda agenda;
  agenda.note_own_queue(1);
  agenda.note_room();
  agenda.note_admission(0);
  CHECK(agenda.take().step == Agenda::Step::own_queue);
  CHECK(agenda.take().step == Agenda::Step::room);
  agenda.note_own_queue(1);  // the fact is noted again, because it has been processed
  agenda.note_room();
  CHECK(all_of(agenda) == "0:1 2:0 4:0 ");
}

#include "models/platform/core/part.hpp"

#include "tests/platform/support/bare_cell.hpp"

using namespace support;

namespace {

struct Chime : EventKind<sim::Rank::tick, 30, Subject::number> {};

template <class Core>
class Ringer : public Part<Core, Ringer<Core>> {
 public:
  void ring_at(Time at) { P::push(Chime::event(at, 5)); }
  void ask_other() { P::core().note(P::clock()); }

 private:
  using P = Part<Core, Ringer<Core>>;
};

template <class Core>
class HearsRinging : public Part<Core, HearsRinging<Core>> {
 public:
  void note(Time at) { noted = at; }
  [[nodiscard]] const Rows* rows_seen() const { return &this->rows(); }
  Time noted = Time::never();
};

class TwoParts final : public BareCell, public Ringer<TwoParts>, public HearsRinging<TwoParts> {
 public:
  static constexpr bool kObserved = false;
  explicit TwoParts(const FunctionTable& functions) : BareCell(ideal_platform(), functions, {}) {}
  using BareCell::push;
};

}  // namespace

TEST_CASE("a part schedules events, reads the shared state, and calls another part through the core") {
  const FunctionTable functions;
  TwoParts cell(functions);
  cell.at(at_ms(20));
  cell.ring_at(at_ms(70));
  REQUIRE(cell.events.size() == 1);
  CHECK(cell.events[0].time == at_ms(70));
  CHECK(cell.events[0].subject == 5);
  CHECK(is_of<Chime>(cell.events[0]));
  cell.ask_other();
  CHECK(cell.noted == at_ms(20));
  CHECK(cell.rows_seen() == &static_cast<const CellState&>(cell).rows());
}

#include "models/platform/gate/admission_heads.hpp"

#include "sim/check.hpp"

namespace curtain {
namespace {

template <class Table>
auto& reached(Table& table, std::uint32_t index) {
  if (index >= table.size()) {
    table.resize(std::size_t{index} + 1);
  }
  return table[index];
}

}  // namespace

void AdmissionHeads::add(std::uint32_t attempt, std::uint32_t tenant, std::uint32_t function, Rank rank) {
  reached(places_, attempt) = {rank, tenant, function};
  Ranked& own = reached(of_function_, function);
  Ranked& heads = reached(heads_, tenant);
  if (own.empty() || rank < own.begin()->first) {
    if (!own.empty()) {
      heads.erase({own.begin()->first, function});
    }
    heads.emplace(rank, function);
  }
  own.emplace(rank, attempt);
}

void AdmissionHeads::remove(std::uint32_t attempt) {
  const Place place = places_[attempt];
  Ranked& own = of_function_[place.function];
  const auto at = own.find({place.rank, attempt});
  SIM_CHECK(at != own.end());
  if (at == own.begin()) {
    Ranked& heads = heads_[place.tenant];
    heads.erase({place.rank, place.function});
    own.erase(at);
    if (!own.empty()) {
      heads.emplace(own.begin()->first, place.function);
    }
    return;
  }
  own.erase(at);
}

}  // namespace curtain

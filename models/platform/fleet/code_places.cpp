#include "models/platform/fleet/code_places.hpp"

#include "sim/mutant.hpp"

namespace curtain {

std::optional<Time> CodePlaces::since(std::uint32_t host, std::uint32_t function,
                                      std::uint32_t losses) const {
  const auto found = code_.find(key(host, function));
  if (found == code_.end() ||
      found->second.losses != CURTAIN_MUTANT(code_survives_outage, losses, found->second.losses)) {
    return std::nullopt;
  }
  return found->second.since;
}

void CodePlaces::note(std::uint32_t host, std::uint32_t function, std::uint32_t losses, Time at) {
  if (keeps_) {
    const Code fresh{at, losses};
    Code& known = code_.try_emplace(key(host, function), fresh).first->second;
    known = known.losses == fresh.losses ? known : fresh;
  }
}

}  // namespace curtain

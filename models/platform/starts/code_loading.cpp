#include "models/platform/starts/code_loading.hpp"

#include <algorithm>

#include "sim/check.hpp"
#include "sim/mutant.hpp"
#include "sim/wide.hpp"

namespace curtain {
namespace {

/// The number of the image that holds the common chunks. The image of a function has the number of the
/// function plus one.
constexpr std::uint64_t kCommonImage = 0;

}  // namespace

CodeLoading::CodeLoading(const CodeParameters& parameters, Time from, Time to)
    : parameters_(parameters), from_(from), to_(to) {
  SIM_CHECK(parameters.chunk > 0 && !parameters.tiers.empty() &&
            parameters.tiers.back().at == CodePlace::origin);
}

Duration CodeLoading::load(std::uint32_t function, std::uint64_t size, const Site& site, Time now) {
  const double bytes = static_cast<double>(size) * parameters_.needed;
  const auto whole = static_cast<std::uint64_t>(bytes);
  const std::uint64_t needed = whole + (static_cast<double>(whole) < bytes ? 1 : 0);
  const std::uint64_t chunks = (needed + parameters_.chunk - 1) / parameters_.chunk;
  const auto common = static_cast<std::uint64_t>(static_cast<double>(chunks) * parameters_.shared + 0.5);
  std::vector<std::uint64_t> served(parameters_.tiers.size());
  read(kCommonImage, common, site, served);
  read(CURTAIN_MUTANT(functions_share_all_code, std::uint64_t{function} + 1, kCommonImage), chunks - common,
       site, served);
  Duration time;
  for (std::size_t i = 0; i < served.size(); ++i) {
    if (served[i] == 0) {
      continue;
    }
    const CodeTier& tier = parameters_.tiers[i];
    const sim::UInt128 work = sim::UInt128{served[i]} * parameters_.chunk * 1'000'000'000;
    const auto length = static_cast<std::int64_t>((work + tier.rate - 1) / tier.rate);
    time = time + tier.latency + Duration{length};
    if (now >= from_ && now < to_) {
      chunks_[static_cast<std::size_t>(tier.at)] += served[i];
    }
  }
  return time;
}

/// Reads the first chunks of the image, and adds the number of chunks that each tier serves to `served`.
void CodeLoading::read(std::uint64_t image, std::uint64_t chunks, const Site& site,
                       std::vector<std::uint64_t>& served) {
  std::uint64_t done = 0;
  for (std::size_t i = 0; i < parameters_.tiers.size() && done < chunks; ++i) {
    const CodeTier& tier = parameters_.tiers[i];
    const std::uint64_t present =
        tier.at == CodePlace::origin ? chunks : cache_of(tier, site).read(image, chunks);
    if (present > done) {
      served[i] += present - done;
      done = present;
    }
  }
}

/// Returns the cache of the site in this tier. The cache is empty if another VM used the row earlier, or if
/// the host was lost.
ChunkCache& CodeLoading::cache_of(const CodeTier& tier, const Site& site) {
  std::vector<Place>& all = places_[static_cast<std::size_t>(tier.at)];
  const bool is_vm = tier.at == CodePlace::vm;
  const bool is_host = tier.at == CodePlace::host;
  const std::size_t row = is_vm ? site.vm : is_host ? site.host : site.zone;
  const std::uint64_t owner = (is_vm ? site.vm_number : is_host ? site.losses : 0) + 1;
  if (row >= all.size()) {
    all.resize(row + 1);
  }
  if (all[row].owner != owner) {
    all[row] = {owner, ChunkCache(tier.size / parameters_.chunk)};
  }
  return all[row].cache;
}

void CodeLoading::report(StartCounts& counts) const {
  counts.code_chunk = parameters_.chunk;
  for (std::size_t i = 0; i < kCodeTiers; ++i) {
    counts.code_chunks[i] = chunks_[i];
  }
}

}  // namespace curtain

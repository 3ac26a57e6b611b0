#include "models/platform/watch/repack.hpp"

#include <algorithm>
#include <cstddef>
#include <functional>
#include <map>
#include <set>
#include <utility>

#include "models/platform/watch/assignment.hpp"
#include "sim/check.hpp"
#include "sim/mutant.hpp"

namespace curtain {
namespace {

/// The number of instances of one memory size in a VM.
struct Share {
  Mebibytes size = 0;
  std::uint32_t count = 0;
};
/// The contents that several VMs have in common, and the number of these VMs.
struct Pattern {
  std::vector<Share> shares;  // sorted by size
  std::uint64_t vms = 0;
};

std::map<VmContent, std::uint64_t> counted_by_content(const std::vector<VmContent>& vms) {
  std::map<VmContent, std::uint64_t> counts;
  for (VmContent content : vms) {
    std::sort(content.begin(), content.end());
    ++counts[std::move(content)];
  }
  return counts;
}

/// Returns the patterns of the VM contents with their counts.
std::vector<Pattern> patterns_of(const std::map<VmContent, std::uint64_t>& counts) {
  std::vector<Pattern> patterns;
  for (const auto& [content, count] : counts) {
    if (count == 0) {
      continue;
    }
    Pattern pattern;
    pattern.vms = count;
    for (const Mebibytes size : content) {
      if (pattern.shares.empty() || pattern.shares.back().size != size) {
        pattern.shares.push_back({size, 0});
      }
      ++pattern.shares.back().count;
    }
    patterns.push_back(std::move(pattern));
  }
  return patterns;
}

std::vector<std::uint64_t> members_of(const std::vector<Pattern>& patterns) {
  std::vector<std::uint64_t> members;
  for (const Pattern& pattern : patterns) {
    members.push_back(pattern.vms);
  }
  return members;
}

/// The number of instances that both patterns have in common, summed over the sizes.
std::uint32_t common_to(const std::vector<Share>& a, const std::vector<Share>& b) {
  std::uint32_t common = 0;
  for (std::size_t i = 0, j = 0; i < a.size() && j < b.size();) {
    common += a[i].size == b[j].size ? std::min(a[i].count, b[j].count) : 0;
    const bool a_first = a[i].size <= b[j].size;
    const bool b_first = b[j].size <= a[i].size;
    i += a_first ? 1 : 0;
    j += b_first ? 1 : 0;
  }
  return common;
}

/// Returns the number of common instances of all sizes for each pair of patterns that have an instance size
/// in common. Sizes in `without` do not make a pair.
std::vector<Gain> in_common(const std::vector<Pattern>& bins, const std::vector<Pattern>& vms,
                            const std::set<Mebibytes>& without) {
  std::map<Mebibytes, std::vector<std::uint32_t>> holders;
  for (std::uint32_t vm = 0; vm < vms.size(); ++vm) {
    for (const Share& share : vms[vm].shares) {
      if (without.count(share.size) == 0) {
        holders[share.size].push_back(vm);
      }
    }
  }
  std::vector<Gain> gains;
  std::vector<std::uint32_t> met_in(vms.size(), kUnlimited);
  for (std::uint32_t bin = 0; bin < bins.size(); ++bin) {
    for (const Share& share : bins[bin].shares) {
      const auto found = holders.find(share.size);
      if (found == holders.end()) {
        continue;
      }
      for (const std::uint32_t vm : found->second) {
        if (std::exchange(met_in[vm], bin) != bin) {
          gains.push_back(
              {bin, vm,
               CURTAIN_MUTANT(migrations_cost_nothing, common_to(bins[bin].shares, vms[vm].shares), 1)});
        }
      }
    }
  }
  return gains;
}

/// Returns the sizes that occur in so many patterns that a list of all pairs with such a size would be too
/// expensive. Sizes with the most pairs are taken first, until the number of remaining pairs is a small
/// multiple of the number of entries in the patterns.
std::set<Mebibytes> frequent_sizes(const std::vector<Pattern>& bins, const std::vector<Pattern>& vms) {
  constexpr std::uint64_t kPairsForShare = 16;
  std::map<Mebibytes, std::pair<std::uint64_t, std::uint64_t>> holders;
  std::uint64_t shares = 0;
  for (const Pattern& bin : bins) {
    shares += bin.shares.size();
    for (const Share& share : bin.shares) {
      ++holders[share.size].first;
    }
  }
  for (const Pattern& vm : vms) {
    shares += vm.shares.size();
    for (const Share& share : vm.shares) {
      ++holders[share.size].second;
    }
  }
  std::vector<std::pair<std::uint64_t, Mebibytes>> by_pairs;
  for (const auto& [size, count] : holders) {
    by_pairs.emplace_back(count.first * count.second, size);
  }
  std::sort(by_pairs.begin(), by_pairs.end());
  std::set<Mebibytes> frequent;
  std::uint64_t pairs = 0;
  for (const auto& [its, size] : by_pairs) {
    pairs += its;
    if (pairs > kPairsForShare * shares) {
      frequent.insert(size);
    }
  }
  return frequent;
}

/// Returns the parts of patterns that consist of the given sizes, each part once, and the part of each
/// pattern.
std::vector<Pattern> parts_of(const std::vector<Pattern>& patterns, const std::set<Mebibytes>& sizes,
                              std::vector<std::uint32_t>& part_of_pattern) {
  std::map<std::vector<std::pair<Mebibytes, std::uint32_t>>, std::uint32_t> numbers;
  std::vector<Pattern> parts;
  for (const Pattern& pattern : patterns) {
    std::vector<std::pair<Mebibytes, std::uint32_t>> key;
    Pattern part;
    for (const Share& share : pattern.shares) {
      if (sizes.count(share.size) > 0) {
        key.emplace_back(share.size, share.count);
        part.shares.push_back(share);
      }
    }
    const auto [number, is_new] =
        numbers.try_emplace(std::move(key), static_cast<std::uint32_t>(parts.size()));
    if (is_new) {
      parts.push_back(std::move(part));
    }
    part_of_pattern.push_back(number->second);
  }
  return parts;
}

/// Returns the gains of pairs that have only frequent sizes in common. A class is the part of a pattern that
/// consists of frequent sizes.
ClassGains gains_of_parts(const std::vector<Pattern>& bins, const std::vector<Pattern>& vms,
                          const std::set<Mebibytes>& frequent) {
  ClassGains classes;
  if (!frequent.empty()) {
    const std::vector<Pattern> bin_parts = parts_of(bins, frequent, classes.left);
    const std::vector<Pattern> vm_parts = parts_of(vms, frequent, classes.right);
    classes.gains = in_common(bin_parts, vm_parts, {});
  }
  return classes;
}

}  // namespace

std::vector<VmContent> first_fit_decreasing(std::vector<Mebibytes> sizes, Mebibytes capacity,
                                            std::uint32_t items_per_bin) {
  std::sort(sizes.begin(), sizes.end(), std::greater<>());
  // The first bin with room is found with a tree that stores the largest free space in any bin below each
  // node.
  std::size_t leaves = 1;
  while (leaves < sizes.size()) {
    leaves *= 2;
  }
  std::vector<Mebibytes> free(2 * leaves, capacity);
  std::vector<VmContent> bins;
  for (const Mebibytes size : sizes) {
    std::size_t node = 1;
    if (size > capacity) {
      bins.emplace_back();
      node = leaves + bins.size() - 1;
    }
    while (node < leaves) {
      node = free[2 * node] >= size ? 2 * node : 2 * node + 1;
    }
    const std::size_t bin = node - leaves;
    if (bin >= bins.size()) {
      bins.resize(bin + 1);
    }
    bins[bin].push_back(size);
    free[node] = size > capacity || bins[bin].size() >= items_per_bin ? 0 : free[node] - size;
    for (node /= 2; node > 0; node /= 2) {
      free[node] = std::max(free[2 * node], free[2 * node + 1]);
    }
  }
  return bins;
}

std::uint64_t fewest_migrations(const std::vector<VmContent>& from, const std::vector<VmContent>& to,
                                const std::atomic<bool>* interrupt) {
  SIM_CHECK(to.size() <= from.size());
  std::map<VmContent, std::uint64_t> bins = counted_by_content(to);
  std::map<VmContent, std::uint64_t> vms = counted_by_content(from);
  // Some best assignment makes a bin from a VM with the same contents, if such a VM exists. Proof: if the two
  // have other partners, assign the two to each other and their partners to each other. No additional
  // instance moves, because min(a, x) + min(a, y) <= a + min(x, y) for each size.
  std::uint64_t moves = 0;
  for (auto& [content, count] : bins) {
    const auto same = vms.find(content);
    const std::uint64_t stay = same == vms.end() ? 0 : std::min(count, same->second);
    count -= stay;
    if (stay > 0) {
      same->second -= stay;
    }
    moves += count * content.size();
  }
  const std::vector<Pattern> bin_patterns = patterns_of(bins);
  const std::vector<Pattern> vm_patterns = patterns_of(vms);
  const std::set<Mebibytes> frequent = frequent_sizes(bin_patterns, vm_patterns);
  return moves - largest_gain(members_of(bin_patterns), members_of(vm_patterns),
                              in_common(bin_patterns, vm_patterns, frequent),
                              gains_of_parts(bin_patterns, vm_patterns, frequent), interrupt);
}

Repacking repack(const std::vector<VmContent>& vms, Mebibytes capacity, std::uint32_t items_per_bin,
                 const std::atomic<bool>* interrupt) {
  std::vector<VmContent> used;
  std::vector<Mebibytes> sizes;
  for (const VmContent& content : vms) {
    if (!content.empty()) {
      used.push_back(content);
      sizes.insert(sizes.end(), content.begin(), content.end());
    }
  }
  const std::vector<VmContent> bins = first_fit_decreasing(std::move(sizes), capacity, items_per_bin);
  if (bins.size() >= used.size()) {
    return {used.size(), used.size(), 0};
  }
  return {used.size(), bins.size(), fewest_migrations(used, bins, interrupt)};
}

}  // namespace curtain

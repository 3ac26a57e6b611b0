#pragma once
// The key `population`, which all generators with randomly drawn functions have.
#include <memory>

#include "models/config/field_table.hpp"
#include "models/config/scalar_forms.hpp"

namespace curtain::config {

/// Adds the group of keys `population: {fixed: true}` for a specification with a member `is_fixed`.
template <class S>
void add_population_draw(FieldTable<S>& table) {
  auto group = std::make_shared<FieldTable<S>>();
  group->add_unless_default("fixed", &S::is_fixed, flag_form(),
                            "true: all replications have the population of the first replication; the "
                            "arrivals and durations of calls are drawn again in each replication");
  table.add_group("population", group, "whether all replications have the same functions");
}

}  // namespace curtain::config

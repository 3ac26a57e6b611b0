#pragma once
// The key `population` of all generators that draw their functions.
#include <memory>

#include "models/config/field_table.hpp"
#include "models/config/scalar_forms.hpp"

namespace curtain::config {

/// `population: {fixed: true}`: a group of keys for a specification with a member `is_fixed`.
template <class S>
void add_population_draw(FieldTable<S>& table) {
  auto group = std::make_shared<FieldTable<S>>();
  group->add_unless_default("fixed", &S::is_fixed, flag_form(),
                            "true: all replications have the population of the first one; arrivals and "
                            "durations of calls are drawn again in each replication");
  table.add_group("population", group, "which random attributes of the functions all replications share");
}

}  // namespace curtain::config

// Tests of the catalogue, and of requirements on every declaration in it.
#include "models/policies/catalogue.hpp"

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <regex>
#include <set>
#include <sstream>
#include <string>

#include "models/policies/admission/seam.hpp"
#include "models/policies/keep_alive/seam.hpp"
#include "models/policies/placement/seam.hpp"
#include "models/policies/pre_warm/seam.hpp"
#include "models/policies/queueing/seam.hpp"
#include "models/policies/routing/seam.hpp"
#include "models/policies/scaling/seam.hpp"
#include "tests/catch.hpp"
#include "tests/support/paths.hpp"

using namespace curtain;

namespace {

/// Medium values for required parameters.
Arguments some_arguments(const PolicyDeclaration& declaration) {
  std::vector<Argument> values;
  for (const ParameterDeclaration& parameter : declaration.parameters) {
    const double value = parameter.kind == ParameterKind::choice ? 0 : std::max(parameter.minimum, 1.0);
    const bool is_text = parameter.kind == ParameterKind::text;  // the only texts are schedules
    values.push_back({static_cast<std::int64_t>(value), value, {}, is_text ? "0 9 * * *" : ""});
  }
  return Arguments(values);
}

bool is_of_seam(const Policy& policy, Seam seam) {
  switch (seam) {
    case Seam::admission:
      return dynamic_cast<const AdmissionPolicy*>(&policy) != nullptr;
    case Seam::queueing:
      return dynamic_cast<const QueueingPolicy*>(&policy) != nullptr;
    case Seam::routing:
      return dynamic_cast<const RoutingPolicy*>(&policy) != nullptr;
    case Seam::scaling:
      return dynamic_cast<const ScalingPolicy*>(&policy) != nullptr;
    case Seam::placement:
      return dynamic_cast<const PlacementPolicy*>(&policy) != nullptr;
    case Seam::keep_alive:
      return dynamic_cast<const KeepAlivePolicy*>(&policy) != nullptr;
    case Seam::pre_warm:
      return dynamic_cast<const PreWarmPolicy*>(&policy) != nullptr;
  }
  return false;
}

bool is_name(std::string_view name, char separator) {
  return !name.empty() && std::all_of(name.begin(), name.end(), [separator](char c) {
    return std::islower(static_cast<unsigned char>(c)) != 0 ||
           std::isdigit(static_cast<unsigned char>(c)) != 0 || c == separator;
  });
}

}  // namespace

TEST_CASE("the seven seams are listed in order, each with its policies") {
  REQUIRE(catalogue().size() == 7);
  for (std::size_t i = 0; i < catalogue().size(); ++i) {
    const SeamListing& listing = catalogue()[i];
    CAPTURE(std::string(listing.name));
    CHECK(listing.seam == static_cast<Seam>(i));
    CHECK(&seam_listing(listing.seam) == &listing);
    CHECK(is_name(listing.name, '_'));
    CHECK_FALSE(listing.decides.empty());
    CHECK_FALSE(listing.policies.empty());
    std::set<std::string_view> names;
    for (const PolicyDeclaration* const declaration : listing.policies) {
      CHECK(declaration->seam == listing.seam);
      CHECK(names.insert(declaration->name).second);
      CHECK(find_policy(listing.seam, declaration->name) == declaration);
    }
  }
}

TEST_CASE("a policy that is not in the catalogue is not found") {
  CHECK(find_policy(Seam::routing, "best-fit") == nullptr);
  CHECK(find_policy(Seam::placement, "") == nullptr);
  CHECK(find_policy(Seam::placement, "best_fit") == nullptr);
}

TEST_CASE("every declaration is complete and creates a policy of its seam") {
  for (const SeamListing& listing : catalogue()) {
    for (const PolicyDeclaration* const declaration : listing.policies) {
      CAPTURE(std::string(declaration->name));
      CHECK(is_name(declaration->name, '-'));
      CHECK_FALSE(declaration->description.empty());
      CHECK_FALSE(declaration->source.empty());
      CHECK(declaration->description.find('\n') == std::string_view::npos);
      REQUIRE(declaration->make != nullptr);
      const auto policy = declaration->make(some_arguments(*declaration));
      REQUIRE(policy != nullptr);
      CHECK(is_of_seam(*policy, listing.seam));
      std::set<std::string_view> names;
      for (const ParameterDeclaration& parameter : declaration->parameters) {
        CHECK(is_name(parameter.name, '_'));
        CHECK(names.insert(parameter.name).second);
        CHECK_FALSE(parameter.description.empty());
        if (parameter.kind == ParameterKind::bounds || parameter.kind == ParameterKind::weights) {
          CHECK(parameter.choices.size() > 1);
          CHECK(parameter.default_text == "[]");
        } else if (parameter.kind == ParameterKind::choice) {
          CHECK(parameter.choices.size() > 1);
          CHECK(std::count(parameter.choices.begin(), parameter.choices.end(), parameter.default_text) == 1);
        } else {
          CHECK(parameter.choices.empty());
          CHECK(parameter.minimum < parameter.maximum);
        }
      }
    }
  }
}

TEST_CASE("a policy without hooks ignores a hook's call") {
  const auto policy = find_policy(Seam::scaling, "per-request")->make({});
  CHECK_FALSE(policy->needs().on_arrival);
  CHECK(policy->needs().tick == Duration{});
  policy->on_arrival({});
  policy->on_completion({});
  policy->on_eviction({});
  policy->on_tick({});
}

TEST_CASE("arguments are given in the order of the declaration and read by kind") {
  const Arguments arguments({{5'000'000'000, 5e9}, {7, 7}, {0, 0.25}, {1, 1}});
  CHECK(arguments.duration(0) == sim::seconds(5));
  CHECK(arguments.count(1) == 7);
  CHECK(arguments.integer(1) == 7);
  CHECK(arguments.number(2) == 0.25);
  CHECK(arguments.flag(3));
  CHECK_FALSE(arguments.flag(2));
  CHECK_THROWS_AS(arguments.number(4), std::out_of_range);
}

TEST_CASE("every policy has a lesson in which it decides") {
  std::string lessons;
  for (const auto& file : std::filesystem::directory_iterator(support::in_tree("/scenarios/lessons"))) {
    std::ifstream lines(file.path());
    for (std::string line; std::getline(lines, line);) {
      lessons += line.substr(0, line.find('#')) + "\n";
    }
  }
  const auto is_chosen = [&lessons](const std::string& seam, const std::string& name) {
    return std::regex_search(lessons, std::regex("\\b" + seam + ":\\s*\\{?\\s*" + name + "(?![a-z-])"));
  };
  for (const SeamListing& listing : catalogue()) {
    for (const PolicyDeclaration* const declaration : listing.policies) {
      const std::string name(declaration->name);
      const std::string seam(listing.name);
      CAPTURE(seam, name);
      const bool is_absence = seam + name == "admissionunlimited" || seam + name == "pre_warmnone";
      CHECK((is_absence || is_chosen(seam, name) ||
             (listing.seam == Seam::placement && is_chosen("host_placement", name))));
    }
  }
}

TEST_CASE("the README names every policy") {
  std::ostringstream text;
  text << std::ifstream(support::in_tree("/README.md")).rdbuf();
  for (const SeamListing& listing : catalogue()) {
    const std::string line_begins = "\n| `" + std::string(listing.name) + "` |";
    const std::size_t begin = text.str().find(line_begins);
    REQUIRE(begin != std::string::npos);
    const std::string line = text.str().substr(begin + 1, text.str().find('\n', begin + 1) - begin);
    for (const PolicyDeclaration* const declaration : listing.policies) {
      CHECK_THAT(line, ContainsSubstring("`" + std::string(declaration->name) + "`"));
    }
  }
}

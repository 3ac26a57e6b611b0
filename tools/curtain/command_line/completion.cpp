#include "tools/curtain/command_line/completion.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <set>

#include "models/config/price_list.hpp"
#include "models/config/profile_account.hpp"
#include "models/config/scenario.hpp"
#include "models/config/setting_keys.hpp"
#include "models/experiment/report.hpp"
#include "models/policies/catalogue.hpp"
#include "tools/curtain/figures/figure_names.hpp"

namespace curtain::tools {
namespace {

/// The completions that are offered for one word.
struct Offer {
  std::vector<std::pair<std::string, std::string>> words;  ///< each word with its meaning
  const char* files = "nothing";
  bool goes_on = false;
};

/// Offers completions of "a.b=c": first the keys, and after the sign the values of the key. With `is_list`,
/// the last item of a list of values is completed.
void offer_setting(const std::string& typed, bool is_list, Offer& offer) {
  const std::size_t equals = typed.find('=');
  if (equals == std::string::npos) {
    for (const SettingKey& key : setting_keys()) {
      offer.words.emplace_back(key.path + "=", key.meaning);
    }
    offer.goes_on = true;
    return;
  }
  const std::string path = typed.substr(0, equals);
  const std::size_t comma = is_list ? typed.rfind(',') : std::string::npos;
  const std::string before =
      typed.substr(0, comma == std::string::npos || comma < equals ? equals + 1 : comma + 1);
  for (const SettingKey& key : setting_keys()) {
    if (key.path == path) {
      for (const std::string& choice : key.choices) {
        const bool is_taken = ("," + before.substr(equals + 1)).find("," + choice + ",") != std::string::npos;
        if (!is_taken) {
          offer.words.emplace_back(before + choice, "");
        }
      }
    }
  }
  offer.goes_on = is_list;
}

void offer_policies(Offer& offer) {
  for (const SeamListing& seam : catalogue()) {
    offer.words.emplace_back(seam.name, seam.decides);
    for (const PolicyDeclaration* const policy : seam.policies) {
      offer.words.emplace_back(policy->name, policy->description);
    }
  }
}

/// Offers the possible values of this kind.
void offer_value(const CommandText& program, const std::string& value, const std::string& typed,
                 Offer& offer) {
  if (value == value::scenario || value == value::file || value == "FILES") {
    offer.files = "files";
  } else if (value == value::folder) {
    offer.files = "folders";
  } else if (value == value::setting || value == value::varied) {
    offer_setting(typed, value == value::varied, offer);
  } else if (value == value::policy) {
    offer_policies(offer);
  } else if (value == value::prices) {
    for (const config::PriceList& list : config::built_in_price_lists()) {
      offer.words.emplace_back(list.name, list.description);
      for (const config::PriceEra& era : list.eras) {
        offer.words.emplace_back(list.name + "-" + era.name, era.source);
      }
    }
  } else if (value == value::platform) {
    for (const std::string& name : platform_profiles()) {
      offer.words.emplace_back(name, account_of_profile(name).description);
    }
  } else if (value == value::metric) {
    for (const MetricDeclaration& metric : metric_catalogue()) {
      offer.words.emplace_back(metric.name, metric.meaning);
    }
  } else if (value == value::figure) {
    offer.words.emplace_back("list", "print the names of all figures");
    offer.words.emplace_back("all", "write every figure into a folder");
    for (const FigureName& figure : kFigureNames) {
      offer.words.emplace_back(figure.name, figure.meaning);
    }
  } else if (value == value::command) {
    for (const CommandText& command : program.commands) {
      offer.words.emplace_back(command.name, command.summary);
    }
  } else {
    for (const std::string& choice : choices_of(value)) {
      offer.words.emplace_back(choice, "");
    }
  }
}

/// The command that the words before the last word name, and the options that have been typed.
struct Place {
  const CommandText* command;
  const OptionText* waiting = nullptr;  ///< the option to which the last word belongs as its value
  std::set<const OptionText*> given;
  std::size_t arguments = 0;
  bool only_arguments = false;
};

Place place_of(const CommandText& program, const std::vector<std::string>& words) {
  Place place{&program, nullptr, {}, 0, false};
  for (std::size_t i = 0; i + 1 < words.size(); ++i) {
    const std::string& word = words[i];
    if (place.waiting != nullptr) {
      place.waiting = nullptr;
    } else if (word == "--") {
      place.only_arguments = true;
    } else if (!place.only_arguments && word.size() > 1 && word[0] == '-') {
      const OptionText* const option = place.command->find_option(word.substr(0, word.find('=')));
      place.given.insert(option);
      place.waiting = option != nullptr && !option->value.empty() && word.find('=') == std::string::npos
                          ? option
                          : nullptr;
    } else if (const CommandText* const inner = place.command->find_command(word); inner != nullptr) {
      place.command = inner;
    } else {
      ++place.arguments;
    }
  }
  return place;
}

void offer_options(const Place& place, Offer& offer) {
  for (const OptionText& option : place.command->options) {
    if (place.given.count(&option) == 0 || option.may_repeat) {
      offer.words.emplace_back(option.name(), option.help);
    }
  }
}

Offer offer_for(const CommandText& program, const std::vector<std::string>& words) {
  Offer offer;
  const Place place = place_of(program, words);
  const std::string& typed = words.back();
  const std::size_t equals = typed.find('=');
  const bool begins_option = !place.only_arguments && !typed.empty() && typed[0] == '-';
  const auto& arguments = place.command->arguments;
  const bool has_all_arguments =
      arguments.empty() || (place.arguments >= arguments.size() && !arguments.back().may_repeat);
  if (place.waiting != nullptr) {
    offer_value(program, place.waiting->value, typed, offer);
  } else if (!place.only_arguments && typed.rfind("--", 0) == 0 && equals != std::string::npos) {
    const std::string name = typed.substr(0, equals + 1);
    if (const OptionText* const option = place.command->find_option(name.substr(0, equals));
        option != nullptr) {
      offer_value(program, option->value, typed.substr(equals + 1), offer);
      for (auto& word : offer.words) {
        word.first = name + word.first;
      }
    }
  } else if (!place.command->commands.empty() && !begins_option) {
    for (const CommandText& command : place.command->commands) {
      offer.words.emplace_back(command.name, command.summary);
    }
  } else if (!has_all_arguments && !begins_option) {
    offer_value(program, arguments[std::min(place.arguments, arguments.size() - 1)].value, typed, offer);
  } else {
    offer_options(place, offer);
  }
  return offer;
}

}  // namespace

std::string completions(const CommandText& program, const std::vector<std::string>& words) {
  const Offer offer = offer_for(program, words.empty() ? std::vector<std::string>{""} : words);
  const std::string typed = words.empty() ? "" : words.back();
  std::string text;
  std::set<std::string> told;  // avoids repetitions, because "none" is the name of two policies
  for (const auto& [word, meaning] : offer.words) {
    if (word.rfind(typed, 0) == 0 && told.insert(word).second) {
      text += word + (meaning.empty() ? "" : "\t" + meaning) + "\n";
    }
  }
  return text + ":" + offer.files + (offer.goes_on ? " nospace" : "") + "\n";
}

}  // namespace curtain::tools

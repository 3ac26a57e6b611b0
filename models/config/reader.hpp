#pragma once
// The state of reading one scenario: where in the tree of keys it is, which keys were given and where, what
// was wrong.
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "models/config/node.hpp"
#include "models/warning.hpp"

namespace curtain::config {

class Reader {
 public:
  /// `directory` is where relative paths start from (empty: the current one).
  Reader(Diagnostics& diagnostics, std::string directory)
      : diagnostics_(diagnostics), directory_(std::move(directory)) {}

  /// Adds a finding; the path of keys goes before the message.
  void error(const Place& place, std::string_view message);
  /// Adds a warning about the key at the present path, which is at `place`.
  void warn(const Place& place, std::string_view text);
  /// The warnings so far.
  [[nodiscard]] const Warnings& warnings() const { return warnings_; }

  /// The keys walked so far: "cluster.hosts.count", "workload[0].poisson".
  [[nodiscard]] const std::string& path() const { return path_; }
  /// The path of a key of the mapping that is being read.
  [[nodiscard]] std::string path_of(std::string_view key) const;

  /// One step down the tree while it lives.
  class Step {
   public:
    Step(Reader& reader, std::string_view key);
    Step(Reader& reader, std::size_t index);
    Step(const Step&) = delete;
    Step& operator=(const Step&) = delete;
    ~Step() { reader_.path_.resize(length_); }

   private:
    Reader& reader_;
    std::size_t length_;
  };

  /// Notes that the key at the present path was given at `place`, even if its value was wrong.
  void note_given(const Place& place) { given_[path_] = place; }
  /// Where the key at a full path was last given, or nullptr.
  [[nodiscard]] const Place* given(const std::string& path) const;
  /// Where every key was last given, by its full path.
  [[nodiscard]] const std::map<std::string, Place>& all_given() const { return given_; }

  /// Forgets what was given below the items of the list at the present path: a list replaces the one before.
  void forget_items();

  /// Where a relative path that stands at `place` starts from: the folder of the file, or the current one for
  /// an override from the command line.
  [[nodiscard]] const std::string& directory_for(const Place& place) const;
  [[nodiscard]] const std::string& directory() const { return directory_; }
  /// Changes that folder: a profile in another folder is read.
  void set_directory(std::string directory) { directory_ = std::move(directory); }

  /// What to write in place of a key that is not known here, among those that are: "; did you mean 'rate'?",
  /// "; write 'rate: 5/s', with a space behind the colon", "; did you mean 'policies.placement'?", "; did you
  /// mean the scenario's own 'duration'?", or nothing.
  [[nodiscard]] std::string instead_of(const Node::Entry& entry, const std::vector<std::string>& known) const;
  /// Returns the full paths of all keys with a name, wherever in a scenario they are.
  using Elsewhere = std::function<std::vector<std::string>(const std::string&)>;
  void set_elsewhere(Elsewhere elsewhere) { elsewhere_ = std::move(elsewhere); }

  [[nodiscard]] Diagnostics& diagnostics() { return diagnostics_; }

 private:
  [[nodiscard]] std::vector<std::string> elsewhere(const std::string& name) const;

  Diagnostics& diagnostics_;
  std::string directory_;
  std::string current_;  // always empty
  std::string path_;
  std::map<std::string, Place> given_;
  Elsewhere elsewhere_;
  Warnings warnings_;
};

}  // namespace curtain::config

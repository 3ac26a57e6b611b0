// The scripts that shells run when the user types a tab. They get all words and meanings from `curtain
// __complete`.
#include <string>

#include "tools/curtain/command_line/completion.hpp"

namespace curtain::tools {
namespace {

// bash also splits words at = and : (COMP_WORDBREAKS). Therefore the script joins adjacent words again, and
// removes from the completions the part before the last of these signs.
constexpr const char* kBash = R"script(# curtain: completion for bash; made by `curtain completion bash`
_curtain() {
  local -a words=()
  local line="${COMP_LINE:0:COMP_POINT}" rest piece i typed answer extra kept
  rest="$line"
  for ((i = 0; i <= COMP_CWORD; ++i)); do
    piece="${COMP_WORDS[i]}"
    ((i == COMP_CWORD)) && piece="${rest#"${rest%%[![:space:]]*}"}"
    if ((i > 0)) && [[ -n $piece && $rest == "$piece"* && $rest != [[:space:]]* ]]; then
      words[${#words[@]} - 1]+="$piece"
      rest="${rest#"$piece"}"
    elif ((i == COMP_CWORD)) && [[ -z $piece && -z $rest && ${COMP_WORDS[i - 1]} == [=:] ]]; then
      :  # nothing yet behind the sign
    else
      words+=("$piece")
      rest="${rest#*"$piece"}"
    fi
  done
  typed="${words[${#words[@]} - 1]}"
  kept="${typed%"${typed##*[=:]}"}"
  answer="$("${words[0]}" __complete "${words[@]:1}" 2>/dev/null)" || return
  COMPREPLY=()
  while IFS= read -r piece; do
    case "$piece" in
      :*) extra="$piece" ;;
      *) piece="${piece%%$'\t'*}"; COMPREPLY+=("${piece#"$kept"}") ;;
    esac
  done <<<"$answer"
  [[ $extra == *nospace* || (${#COMPREPLY[@]} == 1 && ${COMPREPLY[0]} == *=) ]] && compopt -o nospace 2>/dev/null
  case "$extra" in
    :files*)
      compopt -o filenames 2>/dev/null
      while IFS= read -r piece; do COMPREPLY+=("$piece"); done < <(compgen -f -- "${typed#"$kept"}") ;;
    :folders*)
      compopt -o filenames 2>/dev/null
      while IFS= read -r piece; do COMPREPLY+=("$piece"); done < <(compgen -d -- "${typed#"$kept"}") ;;
  esac
}
complete -F _curtain curtain
)script";

constexpr const char* kZsh = R"script(#compdef curtain
# curtain: completion for zsh; made by `curtain completion zsh`
_curtain() {
  local answer line extra word meaning
  local -a plain told
  answer="$(${(Q)words[1]} __complete "${(@Q)words[2,CURRENT]}" 2>/dev/null)" || return
  for line in "${(@f)answer}"; do
    if [[ $line == :* ]]; then
      extra="$line"
      continue
    fi
    word="${line%%$'\t'*}"
    plain+=("$word")
    meaning="${line#*$'\t'}"
    [[ $meaning == "$line" ]] && told+=("$word") || told+=("$word -- $meaning")
  done
  local -a space=()
  [[ $extra == *nospace* ]] && space=(-S '')
  (( ${#plain} )) && compadd -l -d told "${space[@]}" -- "${plain[@]}"
  case "$extra" in
    :files*) [[ $PREFIX == --*=* ]] && compset -P '*='; _files ;;
    :folders*) [[ $PREFIX == --*=* ]] && compset -P '*='; _files -/ ;;
  esac
}
if [[ ${funcstack[1]} == _curtain ]]; then
  _curtain "$@"
elif (( $+functions[compdef] )); then
  compdef _curtain curtain
fi
)script";

constexpr const char* kFish = R"script(# curtain: completion for fish; made by `curtain completion fish`
function __curtain_complete
    set -l words (commandline -opc) (commandline -ct)
    set -l answer ($words[1] __complete $words[2..-1] 2>/dev/null)
    set -l typed (commandline -ct)
    for line in $answer
        switch $line
            case ':files*'
                __fish_complete_path (string replace -r '^--[a-z-]+=' '' -- $typed)
            case ':folders*'
                __fish_complete_directories (string replace -r '^--[a-z-]+=' '' -- $typed)
            case ':*'
            case '*'
                echo $line
        end
    end
end
complete -c curtain -f -a '(__curtain_complete)'
)script";

}  // namespace

std::string completion_script(const std::string& shell) {
  return shell == "bash" ? kBash : shell == "zsh" ? kZsh : kFish;
}

}  // namespace curtain::tools

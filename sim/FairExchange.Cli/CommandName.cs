using FairExchange.Model.Language;
using FairExchange.Runtime.Values;

namespace FairExchange.Cli;

/// <summary>Participants' names as options give them.</summary>
internal static class CommandName
{
    /// <exception cref="UserError">It is no name; said with what nobody would see of it.</exception>
    public static string Read(string option, string word) => Wire.IsName(word) ? word
        : throw new UserError($"{option} is '{Legible.Shown(word)}', and no name: it {Legible.Flaw(word) ?? "has more than 255 bytes"}");
}

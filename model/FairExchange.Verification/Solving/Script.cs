using System.Collections.Immutable;

namespace FairExchange.Verification.Solving;

/// <summary>All that one solver was told and asked, in order.</summary>
public sealed class Script
{
    private readonly List<Command> _commands = [];

    public IReadOnlyList<Command> Commands => _commands;

    internal void Add(Command command) => _commands.Add(command);

    /// <summary>One call of <see cref="ISolver"/>.</summary>
    public abstract record Command
    {
        private Command()
        {
        }

        public sealed record Note(string Text) : Command;

        public sealed record Assert(Formula Formula) : Command;

        public sealed record Push : Command;

        public sealed record Pop : Command;

        /// <param name="Answer">Null where the solver gave none: it was cancelled, or it failed.</param>
        public sealed record Check(ImmutableArray<Formula> Assumptions, Answer? Answer) : Command;
    }
}

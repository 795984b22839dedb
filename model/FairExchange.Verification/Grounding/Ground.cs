using System.Collections.Immutable;
using FairExchange.Model.Language;

namespace FairExchange.Verification.Grounding;

/// <summary>A protocol in one world: finitely many events, and the places where they happen.</summary>
internal sealed class Ground
{
    /// <summary>A solver would not be done with more in a lifetime, and they would fill the memory.</summary>
    public const int MostEvents = 200_000;

    private readonly List<Event> events = [];
    private readonly List<WaitPoint> waitPoints = [];
    private readonly Dictionary<Term.Constant, ILookup<Term, Term>> entries = [];
    private readonly Signable signable;
    private readonly int most;
    private Representatives? representatives;

    private Ground(World world, int most) =>
        (World, Domains, this.most, signable) = (world, new Domains(world), most, new Signable(world));

    public World World { get; }

    public Domains Domains { get; }

    public IReadOnlyList<Event> Events => events;

    public IReadOnlyList<WaitPoint> WaitPoints => waitPoints;

    /// <summary>Grounds the protocol and leaves out what could not happen even if everything else did.</summary>
    public static Ground Of(World world) => Of(world, MostEvents);

    /// <inheritdoc cref="Of(World)"/>
    /// <param name="world">Who is there and what there is.</param>
    /// <param name="most">How many events there may be before any are left out.</param>
    /// <exception cref="GroundTooLargeException">There are more.</exception>
    public static Ground Of(World world, int most) => Of(world, upToRenaming: false, most);

    /// <summary>
    /// The same with one run of each kind where runs are renamings of each other, which <see cref="Representatives"/> explains: enough to
    /// see whether there is a run of which something holds that looks at no atom in particular.
    /// </summary>
    public static Ground UpToRenaming(World world) => UpToRenaming(world, MostEvents);

    /// <inheritdoc cref="UpToRenaming(World)"/>
    /// <inheritdoc cref="Of(World, int)" path="/param"/>
    /// <inheritdoc cref="Of(World, int)" path="/exception"/>
    public static Ground UpToRenaming(World world, int most) => Of(world, upToRenaming: true, most);

    private static Ground Of(World world, bool upToRenaming, int most)
    {
        var ground = new Ground(world, most);
        ground.representatives = upToRenaming ? new Representatives(world, ground.Domains) : null;
        foreach (var session in world.Sessions)
        {
            ground.Start(session);
        }

        foreach (var trusted in world.Protocol.TrustedParties)
        {
            var name = World.TrustedName(trusted);
            var (doors, names) = (
                trusted.Handlers.Select(handler => (Step.Receive)handler.Steps[0]).ToList(), ground.Names(trusted.Name, name));
            ground.entries[name] = Registers.Entries(doors, names, ground.Domains, ground.signable);
            for (var i = 0; i < doors.Count; i++)
            {
                ground.Wait(new WaitPoint(name, trusted, null, null), doors[i], names, doors.Take(i).SelectMany(door => door.Alternatives));
            }
        }

        ground.Prune();
        return ground;
    }

    /// <summary>
    /// What a search looks at: of runs that are renamings of each other one, and without what no run needs (<see cref="IdleAnswers"/>,
    /// <see cref="UnreadCiphertexts"/>).
    /// </summary>
    public static Ground Essential(World world)
    {
        var ground = UpToRenaming(world);
        if (world.HasAdversary)
        {
            ground.KeepAllBut(IdleAnswers.Of(ground));
            ground.KeepAllBut(UnreadCiphertexts.Of(ground));
        }

        return ground;
    }

    /// <summary>All but what <see cref="IdleAnswers"/> says that no run needs.</summary>
    public static Ground WithoutIdleAnswers(World world)
    {
        var ground = Of(world);
        ground.KeepAllBut(IdleAnswers.Of(ground));
        return ground;
    }

    private void Start(GroundSession session)
    {
        var at = new WaitPoint(session.Player, session.Role, session, null);
        IEnumerable<Binding> beginnings = [Names(session.Role.Name, session.Player)];
        foreach (var variable in session.Role.Knows)
        {
            // An honest party does not choose to deal with itself or with a trusted party; that others speak to it in such a name is
            // another matter. Whoever else it speaks of may be anyone.
            var range = variable != World.Protocol.Counterpart(session.Role).Name ? Domains.Of(variable.Sort)
                : World.HasAdversary ? [.. World.Corrupted]
                : [.. World.Honest.Where(name => name != session.Player)];
            var choices = World.HasAdversary || variable.Sort == Sort.Name ? range : [range[(session.Number - 1) % range.Length]];
            beginnings = beginnings.SelectMany(binding => choices.Select(value => binding.With(variable, value)));
        }

        at.Choices = [.. beginnings.Select(binding => new Event(EventKind.Start, "start", at, binding, null)).ToList()
            .FindAll(start => Happen(start, session.Role.Script))];
        waitPoints.Add(at);
    }

    private Binding Names(Term.Variable self, Term.Constant name) => World.Protocol.TrustedParties.Aggregate(
        Binding.Empty, (binding, trusted) => binding.With(trusted.Name, World.TrustedName(trusted))).With(self, name);

    /// <summary>False for an event of which only renamings are looked at.</summary>
    private bool Happen(Event happened, Script script)
    {
        if (representatives?.Include(happened) == false)
        {
            return false;
        }

        if (events.Count == most)
        {
            throw new GroundTooLargeException($"{World.Protocol} grounds to more than {most} events");
        }

        events.Add(happened);
        Follow(script, happened);
        return true;
    }

    private void Follow(Script script, Event happened)
    {
        foreach (var step in script.Steps)
        {
            switch (step)
            {
                case Step.Fresh fresh:
                    foreach (var variable in fresh.Variables)
                    {
                        var value = Domains.Fresh(variable, happened.At.Session
                            ?? throw new NotSupportedException("Trusted parties make nothing fresh."));
                        happened.Binding = happened.Binding.With(variable, value);
                        happened.Made = happened.Made.Add(value);
                    }

                    break;
                case Step.Let let:
                    happened.Binding = happened.Binding.With(let.Variable, happened.Binding.Ground(let.Value));
                    break;
                case Step.Send send:
                    var to = (Term.Constant)happened.Binding.Ground(send.To);
                    var assurance = World.Protocol.Between(happened.At.Role.Name, send.To);
                    happened.Sends = happened.Sends.Add(new Sending(send.Label, to, happened.Binding.Ground(send.Message), assurance));
                    break;
                case Step.Check check:
                    var passed = happened.Binding.Match(check.Match.Pattern, happened.Binding.Ground(check.Match.Subject));
                    happened.Binding = passed ?? happened.Binding;
                    Follow(passed is null ? check.Otherwise : check.Then, happened);
                    break;
                case Step.Register register:
                    Follow(Registers.Next(register, happened), happened);
                    break;
                case Step.Receive receive:
                    Wait(new WaitPoint(happened.At.Actor, happened.At.Role, happened.At.Session, happened), receive, happened.Binding);
                    break;
                default:
                    throw new System.Diagnostics.UnreachableException();
            }
        }
    }

    /// <param name="before">What is tried before this receive's own alternatives, as a trusted party tries its handlers in order.</param>
    private void Wait(WaitPoint at, Step.Receive receive, Binding binding, params IEnumerable<Alternative> before)
    {
        var handedOver = at.After is { } parent ? parent.Sends.Where(InPersonToCorrupted).ToImmutableArray() : [];
        var (choices, passedOver) = (new List<Event>(), new List<Event>());
        var earlier = before.ToList();
        foreach (var alternative in receive.Alternatives)
        {
            foreach (var read in Readings.Of(alternative, binding, Domains).Where(read => IsServed(at, read)))
            {
                var input = read.Ground(alternative.Pattern);
                if (!signable.Allows(input))
                {
                    continue;
                }

                // The first alternative that fits is taken; one that is tried before this takes the message up to its deadline, or always.
                var taken = earlier.Select(first => (first.Before, Read: Readings.Of(first, binding, input)))
                    .Where(first => first.Read is not null).ToList();
                if (taken.Exists(first => first.Before is null))
                {
                    continue;
                }

                foreach (var (enters, finds) in Registers.Of(at.Actor, alternative.Then, read, entries.GetValueOrDefault(at.Actor)))
                {
                    var choice = new Event(EventKind.Receive, alternative.Label, at, read, input)
                    {
                        HandedOver = handedOver,
                        Namesakes = earlier.Count(first => first.Label == alternative.Label),
                        Before = GroundDeadline.Of(alternative.Before, read),
                        TooLateFor = [.. taken.Select(first => GroundDeadline.Of(first.Before, first.Read!)!)],
                        Enters = enters,
                        Finds = finds,
                    };
                    (Happen(choice, alternative.Then) ? choices : passedOver).Add(choice);
                }
            }

            earlier.Add(alternative);
        }

        (at.Alarm, at.IsPatient) = (GroundDeadline.Of(receive.Alarm?.Deadline, binding), receive.Alarm?.IsPatient ?? false);
        if (receive.Otherwise is { } otherwise)
        {
            var timeOut = new Event(EventKind.Otherwise, receive.Alternatives[0].Label, at, binding, null);
            Happen(timeOut, otherwise);
            choices.Add(timeOut);
        }

        (at.Choices, at.PassedOver) = ([.. choices], [.. passedOver]);
        waitPoints.Add(at);
    }

    /// <summary>
    /// A trusted party that serves subscribers only takes no request of an honest party that is none; of the adversary's it takes all.
    /// </summary>
    private bool IsServed(WaitPoint at, Binding read) =>
        at is not { Role: Role.Trusted { Subscribers: { } paid } trusted, After: null }
        || World.Protocol.AskerOf(trusted) is not { } asker || paid.Contains(asker.Name) || !World.Honest.Contains(read[asker.Name]);

    private bool InPersonToCorrupted(Sending sending) =>
        sending.Assurance.HasFlag(Assurance.InPerson) && World.Corrupted.Contains(sending.To);

    private void KeepAllBut(HashSet<Event> left) => Keep(happening => !left.Contains(happening));

    private void Prune() => Keep(Saturation.Of(this).Contains);

    private void Keep(Predicate<Event> isKept)
    {
        events.RemoveAll(happening => !isKept(happening));
        for (var i = 0; i < events.Count; i++)
        {
            events[i].Index = i;
        }

        waitPoints.RemoveAll(at => at.After is { } after && !isKept(after));
        var sent = events.SelectMany(happening => happening.Sends).Select(sending => (sending.To, sending.Message)).ToHashSet();
        foreach (var at in waitPoints)
        {
            at.Choices = [.. at.Choices.Where(choice => isKept(choice))];
            at.PassedOver = [.. at.PassedOver.Where(choice => choice.Input is { } input && sent.Contains((at.Actor, input)))];
        }
    }
}

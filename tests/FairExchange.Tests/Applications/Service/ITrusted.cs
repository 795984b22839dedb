using FairExchange.Applications.Service;
using FairExchange.Runtime.Parties;
using FairExchange.Simulation.Engine;
using FairExchange.Tests.Runtime;

namespace FairExchange.Tests.Applications.Service;

/// <summary>
/// One life of a trusted party. Each answer counts as given to its channel once it is yielded; dying is a <see cref="Crash"/>.
/// </summary>
internal interface ITrusted : IDisposable
{
    /// <summary>What an earlier life may have left unsent; from now on it is sent.</summary>
    IReadOnlyList<Answer> Begin();

    IEnumerable<Answer> Ask(byte[] request);
}

/// <summary>In this process, over a SQLite file, with a point to die at before and after each write and each send.</summary>
internal sealed class Life : ITrusted
{
    public static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeMilliseconds(World.NowMs);
    public const long AtCost = 2_500;

    private readonly Fuse fuse;
    private readonly CrashingStore store;
    private readonly TrustedService service;
    private readonly DateTimeOffset now;

    public Life(Principals principals, FairExchange.Model.Language.Protocol protocol, string file, Fuse fuse, DateTimeOffset? now = null)
    {
        (this.fuse, this.now) = (fuse, now ?? Now);
        var role = protocol.TrustedParties.Single();
        store = new CrashingStore(SqliteStore.Open(file, "test"), fuse);
        service = new TrustedService(
            new Execution(protocol, role, principals.OperationsOf(role.Name.Symbol, protocol), new SystemCoins()), store,
            new Policy.Open(RequestForm.ShowWhoAsks(protocol, role) ? AtCost : 0));
    }

    public IReadOnlyList<Answer> Begin()
    {
        var pending = service.Pending;
        foreach (var answer in pending)
        {
            service.Sent(answer);
        }

        return pending;
    }

    public IEnumerable<Answer> Ask(byte[] request)
    {
        fuse.Point();
        foreach (var answer in service.Take(request, now).Answers)
        {
            foreach (var sent in Send(answer))
            {
                yield return sent;
            }
        }
    }

    private IEnumerable<Answer> Send(Answer answer)
    {
        fuse.Point();
        yield return answer;
        fuse.Point();
        service.Sent(answer);
    }

    public void Dispose() => store.Dispose();
}

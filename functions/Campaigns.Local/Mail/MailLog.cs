namespace Campaigns.Local.Mail;

/// <summary>
/// Keeps count of every message and the text of none: totals, messages by recipient, repeated <c>Message-ID</c>s, and the last
/// <see cref="Kept"/> envelopes. Safe to use from many connections at once.
/// </summary>
public sealed class MailLog(int kept = 200)
{
    readonly Lock _gate = new();
    readonly Dictionary<string, int> _byRecipient = new(StringComparer.OrdinalIgnoreCase);
    readonly Dictionary<string, int> _byMessageId = new(StringComparer.Ordinal);
    readonly Queue<ReceivedMail> _last = new();
    long _messages;
    long _repeated;

    /// <summary>How many envelopes <see cref="Last"/> goes back.</summary>
    public int Kept => kept;

    public MailTotals Totals
    {
        get
        {
            lock (_gate)
                return new MailTotals(_messages, _repeated, _byRecipient.Count);
        }
    }

    /// <summary>Enters a message and answers it with its number.</summary>
    public ReceivedMail Add(string from, IReadOnlyList<string> to, MailHeaders headers, int size)
    {
        lock (_gate)
        {
            var mail = new ReceivedMail(++_messages, from, to, headers.MessageId, headers.Subject, size);
            foreach (var recipient in to)
                _byRecipient[recipient] = _byRecipient.GetValueOrDefault(recipient) + 1;
            if (headers.MessageId is { } id)
            {
                var seen = _byMessageId.GetValueOrDefault(id);
                _byMessageId[id] = seen + 1;
                if (seen > 0)
                    _repeated++;
            }
            _last.Enqueue(mail);
            if (_last.Count > kept)
                _last.Dequeue();
            return mail;
        }
    }

    /// <summary>The newest envelopes, newest first.</summary>
    public IReadOnlyList<ReceivedMail> Last()
    {
        lock (_gate)
            return [.. _last.Reverse()];
    }

    /// <summary>Messages by recipient address, ordered by address.</summary>
    public IReadOnlyDictionary<string, int> ByRecipient()
    {
        lock (_gate)
            return new SortedDictionary<string, int>(_byRecipient, StringComparer.Ordinal);
    }

    /// <summary>How often each <c>Message-ID</c> arrived, ordered by id.</summary>
    public IReadOnlyDictionary<string, int> ByMessageId()
    {
        lock (_gate)
            return new SortedDictionary<string, int>(_byMessageId, StringComparer.Ordinal);
    }

    /// <summary>Every <c>Message-ID</c> that arrived more than once, with how often.</summary>
    public IReadOnlyDictionary<string, int> RepeatedIds()
    {
        lock (_gate)
            return _byMessageId.Where(p => p.Value > 1).OrderBy(p => p.Key, StringComparer.Ordinal).ToDictionary();
    }
}

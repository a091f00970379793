using Campaigns.App.Access;
using Campaigns.Portal;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;

namespace Campaigns.App.Pages;

/// <summary>
/// One look at a page: by whom, and in which language. That is the one asked for (<c>?lang=zh</c> or <c>en</c>), which a cookie remembers; else the cookie's,
/// else the browser's.
/// </summary>
public sealed record Visit(HttpRequest Request, Caller Caller, string Language)
{
    const string Parameter = "lang";
    const string Cookie = "campaigns-language";
    static readonly TimeSpan Remembered = TimeSpan.FromDays(365);

    public static Visit Of(HttpRequest request, Caller caller)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(caller);
        var asked = Known(request.Query[Parameter].ToString());
        if (asked is not null)
        {
            request.HttpContext.Response.Cookies.Append(
                Cookie, asked, new() { MaxAge = Remembered, SameSite = SameSiteMode.Lax, HttpOnly = true, Secure = request.IsHttps, Path = "/" });
        }
        return new(request, caller, asked ?? Known(request.Cookies[Cookie]) ?? Known(caller.Language) ?? Locale.Languages[0]);
    }

    /// <summary>This page's path and query.</summary>
    public string Page => Request.Path + Request.QueryString;

    /// <summary>This page in another language.</summary>
    public string In(string language)
    {
        var query = new QueryBuilder(Request.Query.Where(q => q.Key != Parameter)) { { Parameter, language } };
        return Request.Path + query.ToQueryString();
    }

    static string? Known(string? language) => language is not null && Locale.Languages.Contains(language) ? language : null;
}

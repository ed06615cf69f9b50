use crate::Answer;
use crate::streams::{name, read_all, write_all};
use crate::wasi::clocks::monotonic_clock;
use crate::wasi::http::outgoing_handler;
use crate::wasi::http::types::{
    Fields, IncomingBody, IncomingResponse, Method, OutgoingBody, OutgoingRequest, Scheme,
};
use crate::wasi::io::streams::StreamError;
use crate::wasi::sockets::instance_network::instance_network;
use crate::wasi::sockets::ip_name_lookup::resolve_addresses;
use crate::wasi::sockets::network::{
    ErrorCode, IpAddress, IpAddressFamily, IpSocketAddress, Ipv4SocketAddress, Ipv6SocketAddress,
};
use crate::wasi::sockets::tcp_create_socket::create_tcp_socket;
use crate::wasi::sockets::udp::OutgoingDatagram;
use crate::wasi::sockets::udp_create_socket::create_udp_socket;
use std::net::{IpAddr, SocketAddr};

/// `<method> <url> [header=value …] [body text, after "body="]`: says all that comes back.
pub fn http(words: &[&str]) -> Answer {
    let (method, url) = (words.first().copied().unwrap_or("GET"), words.get(1).copied().unwrap_or(""));
    let start = monotonic_clock::now();
    let response = send(method, url, words.get(2..).unwrap_or(&[]))?;
    let status = response.status();
    let headers = fields(&response.headers());
    let body = response.consume().map_err(|()| "no body")?;
    let stream = body.stream().map_err(|()| "no stream")?;
    let text = read_all(&stream).map_err(|error| failed(&error))?;
    drop(stream);
    let future = IncomingBody::finish(body);
    future.subscribe().block();
    let trailers = match future.get() {
        Some(Ok(Ok(trailers))) => trailers.map_or(String::new(), |trailers| fields(&trailers)),
        Some(Ok(Err(error))) => return Err(format!("{error:?}")),
        _ => return Err("no trailers".into()),
    };
    let took = (monotonic_clock::now() - start) / 1_000_000;
    Ok(format!("{status} [{headers}] {:?} [{trailers}] {took}ms", String::from_utf8_lossy(&text)))
}

fn send(method: &str, url: &str, rest: &[&str]) -> Result<IncomingResponse, String> {
    let (scheme, after) = url.split_once("://").ok_or("no scheme")?;
    let slash = after.find('/').unwrap_or(after.len());
    let headers = Fields::new();
    let mut content = None;
    for word in rest {
        let (key, value) = word.split_once('=').ok_or("a header is name=value")?;
        if key == "body" {
            content = Some(value);
        } else {
            headers.append(key, value.as_bytes()).map_err(|error| format!("{error:?}"))?;
        }
    }
    let request = OutgoingRequest::new(headers);
    let method = match method {
        "GET" => Method::Get,
        "HEAD" => Method::Head,
        "POST" => Method::Post,
        "PUT" => Method::Put,
        "DELETE" => Method::Delete,
        other => Method::Other(other.into()),
    };
    let scheme = match scheme {
        "http" => Scheme::Http,
        "https" => Scheme::Https,
        other => Scheme::Other(other.into()),
    };
    request.set_method(&method).map_err(|()| "method refused")?;
    request.set_scheme(Some(&scheme)).map_err(|()| "scheme refused")?;
    request.set_authority(Some(&after[..slash])).map_err(|()| "authority refused")?;
    request.set_path_with_query(Some(&after[slash..])).map_err(|()| "path refused")?;
    let body = request.body().map_err(|()| "no body")?;
    let future = outgoing_handler::handle(request, None).map_err(|error| format!("{error:?}"))?;
    if let Some(text) = content {
        let stream = body.write().map_err(|()| "no stream")?;
        write_all(&stream, text.as_bytes()).map_err(|error| failed(&error))?;
    }
    // A request that was already refused takes no end of its body.
    let finished = OutgoingBody::finish(body, None);
    future.subscribe().block();
    match future.get() {
        Some(Ok(Ok(response))) => finished.map(|()| response).map_err(|error| format!("{error:?}")),
        Some(Ok(Err(error))) => Err(format!("{error:?}")),
        _ => Err("no answer".into()),
    }
}

fn failed(error: &StreamError) -> String {
    if let StreamError::LastOperationFailed(inner) = error {
        if let Some(code) = crate::wasi::http::types::http_error_code(inner) {
            return format!("{code:?}");
        }
    }
    name(error)
}

fn fields(fields: &Fields) -> String {
    let mut all: Vec<String> = fields
        .entries()
        .iter()
        .map(|(key, value)| format!("{}={}", key.to_lowercase(), String::from_utf8_lossy(value)))
        .collect();
    all.sort();
    all.join(" ")
}

fn code(error: ErrorCode) -> String {
    error.name().into()
}

fn parse(text: &str) -> Result<(IpAddressFamily, IpSocketAddress), String> {
    let address: SocketAddr = text.parse().map_err(|_| "not an address")?;
    let port = address.port();
    Ok(match address.ip() {
        IpAddr::V4(ip) => {
            let [a, b, c, d] = ip.octets();
            let address = Ipv4SocketAddress { port, address: (a, b, c, d) };
            (IpAddressFamily::Ipv4, IpSocketAddress::Ipv4(address))
        }
        IpAddr::V6(ip) => {
            let [a, b, c, d, e, f, g, h] = ip.segments();
            let address = (a, b, c, d, e, f, g, h);
            let address = Ipv6SocketAddress { port, flow_info: 0, address, scope_id: 0 };
            (IpAddressFamily::Ipv6, IpSocketAddress::Ipv6(address))
        }
    })
}

/// Connects, sends a text, says all that comes until the other side closes. Without a text it only listens.
pub fn tcp(address: &str, text: Option<&str>) -> Answer {
    let (family, remote) = parse(address)?;
    let socket = create_tcp_socket(family).map_err(code)?;
    socket.start_connect(&instance_network(), remote).map_err(code)?;
    socket.subscribe().block();
    let (input, output) = socket.finish_connect().map_err(code)?;
    if let Some(text) = text {
        write_all(&output, text.as_bytes()).map_err(|error| name(&error))?;
        // An echo ends when nothing more is sent to it.
        socket.shutdown(crate::wasi::sockets::tcp::ShutdownType::Send).map_err(code)?;
    }
    let all = read_all(&input).map_err(|error| name(&error))?;
    Ok(format!("{:?}@{}", String::from_utf8_lossy(&all), monotonic_clock::now() / 1_000_000))
}

/// Sends one datagram and says the one that comes back.
pub fn udp(address: &str, text: &str) -> Answer {
    let (family, remote) = parse(address)?;
    let socket = create_udp_socket(family).map_err(code)?;
    let any = match family {
        IpAddressFamily::Ipv4 => parse("0.0.0.0:0")?.1,
        IpAddressFamily::Ipv6 => parse("[::]:0")?.1,
    };
    socket.start_bind(&instance_network(), any).map_err(code)?;
    socket.finish_bind().map_err(code)?;
    let (incoming, outgoing) = socket.stream(Some(remote)).map_err(code)?;
    outgoing.subscribe().block();
    outgoing.check_send().map_err(code)?;
    let datagram = OutgoingDatagram { data: text.as_bytes().to_vec(), remote_address: None };
    outgoing.send(&[datagram]).map_err(code)?;
    let answer = incoming.subscribe();
    let timeout = monotonic_clock::subscribe_duration(1_000_000_000);
    if !crate::wasi::io::poll::poll(&[&answer, &timeout]).contains(&0) {
        return Err("no answer within a second".into());
    }
    let received = incoming.receive(10).map_err(code)?;
    Ok(crate::join(received.iter().map(|one| format!("{:?}", String::from_utf8_lossy(&one.data)))))
}

pub fn dns(host: &str) -> Answer {
    let stream = resolve_addresses(&instance_network(), host).map_err(code)?;
    let mut found = Vec::new();
    loop {
        stream.subscribe().block();
        match stream.resolve_next_address().map_err(code)? {
            Some(IpAddress::Ipv4((a, b, c, d))) => found.push(IpAddr::from([a, b, c, d]).to_string()),
            Some(IpAddress::Ipv6((a, b, c, d, e, f, g, h))) => {
                found.push(IpAddr::from([a, b, c, d, e, f, g, h]).to_string());
            }
            None => return Ok(found.join(" ")),
        }
    }
}

/// Listens, connects to itself, and says what it heard from itself.
pub fn listen(port: u16, text: &str) -> Answer {
    let network = instance_network();
    let (family, local) = parse(&format!("127.0.0.1:{port}"))?;
    let server = create_tcp_socket(family).map_err(code)?;
    server.start_bind(&network, local).map_err(code)?;
    server.finish_bind().map_err(code)?;
    server.start_listen().map_err(code)?;
    server.finish_listen().map_err(code)?;
    let client = create_tcp_socket(family).map_err(code)?;
    client.start_connect(&network, local).map_err(code)?;
    client.subscribe().block();
    let (_, output) = client.finish_connect().map_err(code)?;
    server.subscribe().block();
    let (_accepted, input, _output) = server.accept().map_err(code)?;
    write_all(&output, text.as_bytes()).map_err(|error| name(&error))?;
    let heard = input.blocking_read(1000).map_err(|error| name(&error))?;
    Ok(format!("{:?}", String::from_utf8_lossy(&heard)))
}
